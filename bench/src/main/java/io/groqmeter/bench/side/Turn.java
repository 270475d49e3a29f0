package io.groqmeter.bench.side;

import io.groqmeter.bench.load.Calls;
import io.groqmeter.bench.process.Spent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

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
 * @param fault why the turn is void; empty if it counts
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

    private static final double MICRO = 1e3;
    private static final double SECOND = 1e9;
    private static final Map<String, Double> PERCENTILES = percentiles();

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", 50.0);
        percentiles.put("p90", 90.0);
        percentiles.put("p99", 99.0);
        percentiles.put("p99.9", 99.9);
        percentiles.put("max", 100.0);
        return percentiles;
    }

    /**
     * A turn.
     *
     * @param calls what the clients saw
     * @param spent what the contender used meanwhile
     * @param driverNanos the CPU that clients and upstream used meanwhile
     */
    static Turn of(Calls calls, Spent spent, long driverNanos, String fault) {
        long answered = Math.max(1, calls.answered());
        Map<String, Double> threads = new LinkedHashMap<>();
        spent.byThread().forEach((thread, nanos) -> {
            if (nanos > 0) {
                threads.put(thread, nanos / MICRO / answered);
            }
        });
        return new Turn(
                calls.answered(),
                calls.failed(),
                calls.seconds(),
                spent.cpuNanos() / MICRO / answered,
                threads,
                spent.cpuNanos() / SECOND / calls.seconds(),
                driverNanos / SECOND / calls.seconds(),
                spent.residentBytes(),
                micros(calls.total()),
                micros(calls.firstByte()),
                micros(calls.sinceSent()),
                fault);
    }

    private static Map<String, Double> micros(Histogram nanos) {
        Map<String, Double> micros = new LinkedHashMap<>();
        if (nanos.getTotalCount() > 0) {
            PERCENTILES.forEach((name, percentile) -> micros.put(name, nanos.getValueAtPercentile(percentile) / MICRO));
        }
        return micros;
    }

    /** Answered calls a second. */
    public double perSecond() {
        return calls / seconds;
    }

    public boolean counts() {
        return fault.isEmpty();
    }
}
