package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of records in memory, before they are written: usage per hour and series, latencies per hour and model. Not thread-safe.
 */
final class RollupAccumulator {

    private final UsageCalendar calendar;
    private final Map<HourOfSeries, RunningSums> sums = new HashMap<>();
    private final Map<Long, Series> series = new HashMap<>();
    private final Map<HourOfModel, Latencies> latencies = new HashMap<>();
    private Window hour;
    private long hourMillis;
    private long records;

    /** @param series the series' id */
    record HourOfSeries(long hourMillis, long series) {}

    record HourOfModel(long hourMillis, @Nullable String model) {}

    RollupAccumulator(UsageCalendar calendar) {
        this.calendar = calendar;
        this.hour = calendar.hour(Instant.EPOCH);
        this.hourMillis = hour.start().toEpochMilli();
    }

    /** @param id the id of the record's series */
    void add(UsageRecord record, long id, Series of) {
        Instant startedAt = record.startedAt();
        if (!hour.contains(startedAt)) {
            hour = calendar.hour(startedAt);
            hourMillis = hour.start().toEpochMilli();
        }
        sums.computeIfAbsent(new HourOfSeries(hourMillis, id), none -> new RunningSums())
                .add(UsageSums.of(record));
        series.putIfAbsent(id, of);
        latencies
                .computeIfAbsent(new HourOfModel(hourMillis, of.model()), none -> new Latencies())
                .add(record);
        records++;
    }

    /** How many records were added. */
    long records() {
        return records;
    }

    /** How many sums are held. */
    int size() {
        return sums.size();
    }

    Map<HourOfSeries, RunningSums> sums() {
        return sums;
    }

    /** The series of the ids in {@link #sums}. */
    Map<Long, Series> series() {
        return series;
    }

    Map<HourOfModel, Latencies> latencies() {
        return latencies;
    }

    /** Negates the sums, so that writing them subtracts. Latencies cannot be subtracted. */
    void negate() {
        if (!latencies.values().stream().allMatch(Latencies::isEmpty)) {
            throw new IllegalStateException("a record with latencies cannot be taken back");
        }
        sums.values().forEach(RunningSums::negate);
    }

    /** Forgets all sums. */
    void clear() {
        sums.clear();
        series.clear();
        latencies.clear();
        records = 0;
    }
}
