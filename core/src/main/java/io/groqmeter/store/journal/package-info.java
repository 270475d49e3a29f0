/**
 * Calls that are open, kept in a file of slots.
 *
 * <p><b>Is:</b> a store in front of another ({@link io.groqmeter.store.journal.JournalingUsageStore}) and the file its open calls are
 * in ({@link io.groqmeter.store.journal.OpenCallJournal}).
 *
 * <p><b>Owns:</b> {@code open_calls.journal} in the data folder, what an open call looks like there, and that a dead process's
 * open calls come into the store behind it.
 *
 * <p><b>Does not own:</b> records, unsettled calls, and open calls that are too long for a slot: they are the store's.
 */
@NullMarked
package io.groqmeter.store.journal;

import org.jspecify.annotations.NullMarked;
