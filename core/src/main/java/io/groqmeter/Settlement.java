package io.groqmeter;

import io.groqmeter.store.UsageRecord;
import java.util.concurrent.CompletableFuture;

/**
 * A settled call.
 *
 * @param record the record
 * @param onDisk completes when it is as durable as the store is set to; every sum read from then on has it
 */
public record Settlement(UsageRecord record, CompletableFuture<UsageRecord> onDisk) {}
