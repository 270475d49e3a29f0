package io.groqmeter.bench.side;

import java.util.Map;

/**
 * One turn of one contender, as it is kept in the results.
 *
 * @param calls calls answered whole
 * @param failed calls answered otherwise, or not at all
 * @param seconds how long it took
 * @param cpuMicros CPU of the contender a call
 * @param cpuByThread the same, by the names of its threads
 * @param core how much of one core the contender used, 0 to 1
 * @param driverCore how much of one core clients and upstream used together
 * @param residentBytes memory of the contender at the end, under load
 * @param totalMicros a call from its moment to its end, by percentile
 * @param firstByteMicros a call from its moment to its answer's first byte, by percentile
 * @param sinceSentMicros an answer from its sending by the upstream to its end at the client, by percentile; empty where not measured
 * @param fault why the turn is void; empty when it counts
 */
public record Turn(
        long calls,
        long failed,
        double seconds,
        double cpuMicros,
        Map<String, Double> cpuByThread,
        double core,
        double driverCore,
        long residentBytes,
        Map<String, Double> totalMicros,
        Map<String, Double> firstByteMicros,
        Map<String, Double> sinceSentMicros,
        String fault) {

    /** Answered calls a second. */
    public double perSecond() {
        return calls / seconds;
    }

    public boolean counts() {
        return fault.isEmpty();
    }
}
