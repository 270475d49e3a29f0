/**
 * Keeping what a store cannot take at present.
 *
 * <p><b>Is:</b> a store in front of another ({@link io.groqmeter.store.spool.SpoolingUsageStore}) and the file it falls back on
 * ({@link io.groqmeter.outbox.OutboxQueue}), with disk space of its own for when there is none.
 *
 * <p><b>Owns:</b> {@code usage_spool.jsonl} in the data folder, and that what is in it comes into the store exactly once.
 *
 * <p><b>Does not own:</b> what happens when the spool cannot be written either ({@link io.groqmeter.UsageQueue} keeps it in
 * memory), and the words of its lines ({@link io.groqmeter.store.json.UsageLine}).
 */
@NullMarked
package io.groqmeter.store.spool;

import org.jspecify.annotations.NullMarked;
