/**
 * What a program keeps on disk until a running gateway has it.
 *
 * <p><b>Is:</b> a sink that sends calls to a gateway ({@link io.groqmeter.outbox.GatewayOutbox}) and the durable queue in which they
 * wait ({@link io.groqmeter.outbox.OutboxQueue}).
 *
 * <p><b>Owns:</b> {@code usage_spool.jsonl} in the program's folder, its lock, and that every line in it reaches the gateway at least
 * once. The gateway counts each id once.
 *
 * <p><b>Does not own:</b> the form of a line ({@link io.groqmeter.store.json.UsageLine}), and what happens when the disk takes nothing
 * ({@link io.groqmeter.UsageQueue} keeps it in memory).
 */
@NullMarked
package io.groqmeter.outbox;

import org.jspecify.annotations.NullMarked;
