/**
 * Calls that the store does not have yet, kept in a file of slots.
 *
 * <p><b>Is:</b> a store in front of another ({@link io.groqmeter.store.journal.JournalingUsageStore}) and the file its calls are in
 * from their admission until the store behind has their records ({@link io.groqmeter.store.journal.CallJournal}).
 *
 * <p><b>Owns:</b> {@code calls.journal} in the data folder, what is wrong with one, and that a dead process's
 * calls come into the store behind it.
 *
 * <p><b>Does not own:</b> who brings records into the store behind, and when ({@link io.groqmeter.UsageQueue}); unsettled calls; calls
 * that are too long for a slot: those are the store's; what an open call and a record look like
 * ({@link io.groqmeter.store.codec}).
 */
@NullMarked
package io.groqmeter.store.journal;

import org.jspecify.annotations.NullMarked;
