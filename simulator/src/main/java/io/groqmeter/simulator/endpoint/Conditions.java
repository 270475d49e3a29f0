package io.groqmeter.simulator.endpoint;

import java.time.Duration;

/**
 * The default serving conditions of calls.
 *
 * @param seed of all randomness: the same seed and sequence of calls give the same answers
 * @param latency before an answer begins, plus up to half of it at random
 * @param chunkDelay between two chunks of a stream
 * @param rate429 share of calls refused with 429, from 0 to 1
 * @param rate498 share of calls refused with 498, from 0 to 1
 * @param rate5xx share of calls refused with 500, 502 or 503, from 0 to 1
 */
public record Conditions(
        long seed, Duration latency, Duration chunkDelay, double rate429, double rate498, double rate5xx) {}
