package io.groqmeter.store.json;

/**
 * A part of a log: one entry or several on end.
 *
 * @param from the byte offset just behind the entry before, or behind the array's opening bracket
 * @param to the byte offset just behind the last entry
 */
record LogRange(long from, long to) {}
