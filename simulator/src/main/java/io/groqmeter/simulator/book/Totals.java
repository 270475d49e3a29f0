package io.groqmeter.simulator.book;

import java.math.BigDecimal;
import java.util.SortedMap;

/**
 * The sums of one account in the books at one instant.
 *
 * @param requests HTTP calls that arrived, whatever became of them
 * @param answered calls answered with a 2xx, broken streams and failed streams included
 * @param errors calls answered with another status, by status
 * @param streamErrors streams that failed half-way with an error event (their status was 200)
 * @param clientAborts answers the client did not wait for
 * @param cuts answers the simulator broke off on demand
 * @param scripted calls answered by a script; nobody bills those
 * @param batchLines lines run by batches; they are billed, but are no HTTP calls
 * @param unpriced bills whose model has no price; their quantities are counted, their cost is not known
 * @param cost US dollars: the exact sum of the rounded bills
 */
public record Totals(
        long requests,
        long answered,
        SortedMap<Integer, Long> errors,
        long streamErrors,
        long clientAborts,
        long cuts,
        long scripted,
        long batchLines,
        TokenCount tokens,
        BigDecimal audioSeconds,
        long billedSeconds,
        long characters,
        SortedMap<String, Long> toolCalls,
        long unpriced,
        BigDecimal cost) {}
