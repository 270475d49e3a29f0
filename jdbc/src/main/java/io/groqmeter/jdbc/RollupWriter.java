package io.groqmeter.jdbc;

import io.groqmeter.jdbc.RollupTally.HourOfModel;
import io.groqmeter.jdbc.RollupTally.HourOfSeries;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds a tally's hours to the tables of sums: each hour of a series to its day, its month and everything, and likewise to the
 * slices it belongs to. Works in the caller's transaction.
 */
final class RollupWriter {

    private final UsageCalendar calendar;
    private final PreparedStatement addToSeries;
    private final PreparedStatement addToSlice;
    private final PreparedStatement findTimes;
    private final PreparedStatement putTimes;
    private final Lookup<Slice> slices;
    private final Map<Long, Map<Grain, Long>> starts = new HashMap<>();

    // Rows are written in the order of their keys: each page of the tables is then visited once.

    private record SeriesRow(Grain grain, long startMillis, long series) {
        static final Comparator<SeriesRow> ORDER = Comparator.comparing(SeriesRow::grain)
                .thenComparingLong(SeriesRow::startMillis)
                .thenComparingLong(SeriesRow::series);
    }

    private record SliceRow(Facet facet, Grain grain, long startMillis, long slice) {
        static final Comparator<SliceRow> ORDER = Comparator.comparing(SliceRow::facet)
                .thenComparing(SliceRow::grain)
                .thenComparingLong(SliceRow::startMillis)
                .thenComparingLong(SliceRow::slice);
    }

    private record TimesRow(Grain grain, long startMillis, long slice) {
        static final Comparator<TimesRow> ORDER = Comparator.comparing(TimesRow::grain)
                .thenComparingLong(TimesRow::startMillis)
                .thenComparingLong(TimesRow::slice);
    }

    /** @param database the attached database the tables lie in: {@code main} or {@code temp} */
    RollupWriter(Connection connection, UsageCalendar calendar, String database) throws SQLException {
        this.calendar = calendar;
        this.addToSeries = connection.prepareStatement(RollupRow.upsertOfSeries(database));
        this.addToSlice = connection.prepareStatement(RollupRow.upsertOfSlice(database));
        this.findTimes = connection.prepareStatement(
                "select times from " + database + ".latency where grain = ? and start_ms = ? and slice = ?");
        this.putTimes = connection.prepareStatement(
                "insert or replace into " + database + ".latency (grain, start_ms, slice, times) values (?, ?, ?, ?)");
        this.slices = new Lookup<>(
                connection.prepareStatement(Slice.FIND), connection.prepareStatement(Slice.INSERT), Slice::bind);
    }

    /** Adds everything the tally holds, and clears it. */
    void write(RollupTally tally) throws SQLException {
        writeSums(tally);
        writeTimes(tally);
        tally.clear();
        starts.clear();
    }

    private void writeSums(RollupTally tally) throws SQLException {
        Map<Long, Map<Facet, Long>> slicesOf = new HashMap<>();
        for (Map.Entry<Long, Series> series : tally.series().entrySet()) {
            slicesOf.put(series.getKey(), slices(series.getValue()));
        }
        Map<SeriesRow, UsageSums> ofSeries = new TreeMap<>(SeriesRow.ORDER);
        Map<SliceRow, UsageSums> hoursOfSlices = new HashMap<>();
        for (Map.Entry<HourOfSeries, UsageSums> entry : tally.sums().entrySet()) {
            HourOfSeries hour = entry.getKey();
            starts(hour.hourMillis())
                    .forEach((grain, start) -> ofSeries.merge(
                            new SeriesRow(grain, start, hour.series()), entry.getValue(), UsageSums::plus));
            slicesOf.getOrDefault(hour.series(), Map.of())
                    .forEach((facet, slice) -> hoursOfSlices.merge(
                            new SliceRow(facet, Grain.HOUR, hour.hourMillis(), slice),
                            entry.getValue(),
                            UsageSums::plus));
        }
        Map<SliceRow, UsageSums> ofSlices = new TreeMap<>(SliceRow.ORDER);
        hoursOfSlices.forEach((row, sums) -> starts(row.startMillis()).forEach((grain, start) -> {
            if (row.facet().has(grain)) {
                ofSlices.merge(new SliceRow(row.facet(), grain, start, row.slice()), sums, UsageSums::plus);
            }
        }));
        for (Map.Entry<SeriesRow, UsageSums> entry : ofSeries.entrySet()) {
            SeriesRow row = entry.getKey();
            Parameters parameters = new Parameters(addToSeries)
                    .add(RollupRow.number(row.grain()))
                    .add(row.startMillis())
                    .add(row.series());
            RollupRow.bind(parameters, entry.getValue());
            addToSeries.executeUpdate();
        }
        for (Map.Entry<SliceRow, UsageSums> entry : ofSlices.entrySet()) {
            SliceRow row = entry.getKey();
            Parameters parameters = new Parameters(addToSlice)
                    .add(row.facet().number())
                    .add(RollupRow.number(row.grain()))
                    .add(row.startMillis())
                    .add(row.slice());
            RollupRow.bind(parameters, entry.getValue());
            addToSlice.executeUpdate();
        }
    }

    private Map<Facet, Long> slices(Series series) throws SQLException {
        Map<Facet, Long> ids = new EnumMap<>(Facet.class);
        for (Facet facet : Facet.values()) {
            ids.put(facet, slices.id(Slice.of(facet, series)));
        }
        return ids;
    }

    private void writeTimes(RollupTally tally) throws SQLException {
        Map<TimesRow, Latencies> added = new TreeMap<>(TimesRow.ORDER);
        for (Map.Entry<HourOfModel, Latencies> entry : tally.latencies().entrySet()) {
            if (!entry.getValue().isEmpty()) {
                long slice = slices.id(Slice.ofModel(entry.getKey().model()));
                starts(entry.getKey().hourMillis()).forEach((grain, start) -> added.computeIfAbsent(
                                new TimesRow(grain, start, slice), none -> new Latencies())
                        .addAll(entry.getValue()));
            }
        }
        for (Map.Entry<TimesRow, Latencies> entry : added.entrySet()) {
            add(entry.getKey(), entry.getValue());
        }
    }

    private void add(TimesRow row, Latencies latencies) throws SQLException {
        int grain = RollupRow.number(row.grain());
        new Parameters(findTimes).add(grain).add(row.startMillis()).add(row.slice());
        try (ResultSet kept = findTimes.executeQuery()) {
            if (kept.next()) {
                LatencyBlob.read(kept.getBytes(1), latencies);
            }
        }
        new Parameters(putTimes)
                .add(grain)
                .add(row.startMillis())
                .add(row.slice())
                .addId(LatencyBlob.write(latencies));
        putTimes.executeUpdate();
    }

    /** Where the stretches start that an hour lies in. */
    private Map<Grain, Long> starts(long hourMillis) {
        return starts.computeIfAbsent(hourMillis, millis -> {
            Instant hour = Instant.ofEpochMilli(millis);
            Map<Grain, Long> found = new EnumMap<>(Grain.class);
            found.put(Grain.HOUR, millis);
            found.put(Grain.DAY, calendar.day(hour).start().toEpochMilli());
            found.put(Grain.MONTH, calendar.month(hour).start().toEpochMilli());
            found.put(Grain.ALL, 0L);
            return found;
        });
    }
}
