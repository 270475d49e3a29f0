package io.groqmeter.store;

import io.groqmeter.usage.CallTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The times calls took: a histogram per {@link CallTime}. Only calls that Groq answered with a 2xx count, and of those only the
 * times that are known. Not thread-safe.
 */
public final class Latencies {

    private final Map<CallTime, DurationHistogram> times = new EnumMap<>(CallTime.class);

    public Latencies() {
        for (CallTime time : CallTime.values()) {
            times.put(time, new DurationHistogram());
        }
    }

    /** The histogram of a time; what is added to it is added here. */
    public DurationHistogram of(CallTime time) {
        return Objects.requireNonNull(times.get(time));
    }

    /** Counts a record's times, if it counts. A record that stands for several calls has no times of one. */
    public void add(UsageRecord record) {
        if (record.call().answered() && record.calls() == 1) {
            times.forEach((time, histogram) -> time.of(record.call().timings()).ifPresent(histogram::add));
        }
    }

    /** Counts all of the other's. */
    public void addAll(Latencies other) {
        times.forEach((time, histogram) -> histogram.addAll(other.of(time)));
    }

    /** Whether no time was counted. */
    public boolean isEmpty() {
        return times.values().stream().allMatch(histogram -> histogram.count() == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies latencies && times.equals(latencies.times);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    @Override
    public String toString() {
        return times.toString();
    }
}
