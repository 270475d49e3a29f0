package io.groqmeter.simulator.book;

import java.time.Instant;

/**
 * One billed call, kept so that calls can be reconciled one by one.
 *
 * @param number counts bills from 1 without a gap; what {@code since} refers to
 * @param id Groq's id of the call, as in {@code x-request-id} and {@code x_groq.id}
 * @param caller whose key made the call
 * @param tier the service tier that answered
 * @param delivered true once every byte of the answer was handed to the network; for a batch line, once it is written to the output
 *     file
 */
public record LedgerEntry(
        long number, Instant at, String id, String caller, String endpoint, String tier, Bill bill, boolean delivered) {

    LedgerEntry asDelivered() {
        return new LedgerEntry(number, at, id, caller, endpoint, tier, bill, true);
    }
}
