/**
 * The store that forgets.
 *
 * <p><b>Is:</b> a {@link io.groqmeter.store.UsageStore} in the process's memory, the reference every other store is compared
 * with, and what tests and embedding programs use that keep nothing.
 *
 * <p><b>Owns:</b> its records, for as long as it lives.
 *
 * <p><b>Does not own:</b> any rule of its own; {@code UsageStoreContract} holds for it as for all.
 */
@NullMarked
package io.groqmeter.store.memory;

import org.jspecify.annotations.NullMarked;
