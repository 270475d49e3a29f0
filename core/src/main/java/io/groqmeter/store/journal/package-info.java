/**
 * Calls that the store does not have yet, kept in a file of slots.
 *
 * <p><b>Is:</b> the file a gateway's calls are in from their admission until the store has their records
 * ({@link io.groqmeter.store.journal.CallJournal}), and how another process reads it
 * ({@link io.groqmeter.store.journal.JournalSnapshot}).
 *
 * <p><b>Owns:</b> {@code calls.journal} in the data folder, what is wrong with a damaged one, and that a dead
 * process's calls go on waiting for the store.
 *
 * <p><b>Does not own:</b> who brings what waits to the store, and when ({@link io.groqmeter.UsageQueue}), and what happens to calls that the
 * disk does not take: they wait in memory there; what an open call and a record look like
 * ({@link io.groqmeter.store.codec}).
 */
@NullMarked
package io.groqmeter.store.journal;

import org.jspecify.annotations.NullMarked;
