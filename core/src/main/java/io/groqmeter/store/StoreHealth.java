package io.groqmeter.store;

/**
 * Whether a store works.
 *
 * @param ok whether it would take a batch now
 * @param detail where it is and, when not ok, what is wrong and how to mend it; one line
 */
public record StoreHealth(boolean ok, String detail) {}
