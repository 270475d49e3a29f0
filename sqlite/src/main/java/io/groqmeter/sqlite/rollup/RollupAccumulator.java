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

/** What records add up to per hour, before it is written: sums per series, times per model. Not thread-safe. */
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

    /** Turns the sums into what takes them away again where they are written. Times cannot be taken away. */
    void negate() {
        if (!latencies.values().stream().allMatch(Latencies::isEmpty)) {
            throw new IllegalStateException("a record whose times are known stays");
        }
        sums.values().forEach(RunningSums::negate);
    }

    /** Starts anew. */
    void clear() {
        sums.clear();
        series.clear();
        latencies.clear();
        records = 0;
    }
}
