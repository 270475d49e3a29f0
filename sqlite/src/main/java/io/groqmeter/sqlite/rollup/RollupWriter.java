package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.dimension.DimensionSet;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.dimension.SurrogateKeys;
import io.groqmeter.sqlite.rollup.RollupAccumulator.HourOfModel;
import io.groqmeter.sqlite.rollup.RollupAccumulator.HourOfSeries;
import io.groqmeter.store.Latencies;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds a tally's hours to the tables of sums: each hour of a series to its day, month and year, and likewise to the slices it belongs
 * to. Works in the caller's transaction.
 */
final class RollupWriter {

    /** How many series' slices are remembered. */
    private static final int REMEMBERED = 20_000;

    private final PreparedStatement find;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final SurrogateKeys<DimensionSet> slices;
    private final Map<Long, Map<RollupDimensions, Long>> slicesOf = new HashMap<>();
    private final BucketStarts starts;
    private final LatencyWriter latencies;

    /** @param label the id of a series or slice */
    private record Hour(RollupDimensions facet, long label, long startMillis) {}

    /** @param database the attached database the tables lie in: {@code main} or {@code temp} */
    RollupWriter(Connection connection, UsageCalendar calendar, String database) throws SQLException {
        this.find = connection.prepareStatement("select cells from " + database
                + ".sheet where facet = ? and grain = ? and start_ms = ? and label = ?");
        this.put = connection.prepareStatement("insert or replace into " + database
                + ".sheet (facet, grain, start_ms, label, cells) values (?, ?, ?, ?, ?)");
        this.delete = connection.prepareStatement(
                "delete from " + database + ".sheet where facet = ? and grain = ? and start_ms = ? and label = ?");
        this.slices = new SurrogateKeys<>(
                connection.prepareStatement(DimensionSet.FIND),
                connection.prepareStatement(DimensionSet.INSERT),
                DimensionSet::bind);
        this.starts = new BucketStarts(calendar);
        this.latencies = new LatencyWriter(connection, database, starts);
    }

    /** Adds everything the tally holds, and clears it. */
    void write(RollupAccumulator tally) throws SQLException {
        write(tally, this::put);
    }

    /** The same of a negated tally: where nothing is left of a sum, no sum is left. */
    void takeOut(RollupAccumulator negated) throws SQLException {
        write(negated, (key, cells) -> {
            cells.values().removeIf(RunningSums::isZero);
            if (cells.isEmpty()) {
                key.bind(delete);
                delete.executeUpdate();
            } else {
                put(key, cells);
            }
        });
    }

    /** Where a sheet's cells go. */
    private interface Sink {
        void take(RollupKey key, SortedMap<Long, RunningSums> cells) throws SQLException;
    }

    private void write(RollupAccumulator tally, Sink sink) throws SQLException {
        Map<RollupKey, SortedMap<Long, RunningSums>> sheets = new TreeMap<>();
        for (Map.Entry<Hour, RunningSums> entry : hours(tally).entrySet()) {
            Hour hour = entry.getKey();
            for (BucketStarts.Cell cell : starts.of(hour.startMillis())) {
                if (hour.facet().has(cell.grain())) {
                    sheets.computeIfAbsent(
                                    new RollupKey(hour.facet(), cell.grain(), cell.sheetMillis(), hour.label()),
                                    none -> new TreeMap<>())
                            .computeIfAbsent(cell.startMillis(), none -> new RunningSums())
                            .add(entry.getValue());
                }
            }
        }
        for (Map.Entry<RollupKey, SortedMap<Long, RunningSums>> sheet : sheets.entrySet()) {
            add(sheet.getKey(), sheet.getValue(), sink);
        }
        for (Map.Entry<HourOfModel, Latencies> hour : tally.latencies().entrySet()) {
            latencies.add(
                    hour.getKey().hourMillis(),
                    slices.id(DimensionSet.ofModel(hour.getKey().model())),
                    slices.id(DimensionSet.OF_EVERYTHING),
                    hour.getValue());
        }
        latencies.write();
        tally.clear();
        starts.clear();
    }

    /** The hours of the series and of the slices they belong to. */
    private Map<Hour, RunningSums> hours(RollupAccumulator tally) throws SQLException {
        Map<Hour, RunningSums> hours = new HashMap<>();
        for (Map.Entry<HourOfSeries, RunningSums> entry : tally.sums().entrySet()) {
            long series = entry.getKey().series();
            long start = entry.getKey().hourMillis();
            hours.put(new Hour(RollupDimensions.SERIES, series, start), entry.getValue());
            slicesOf(series, Objects.requireNonNull(tally.series().get(series)))
                    .forEach((facet, slice) -> hours.computeIfAbsent(
                                    new Hour(facet, slice, start), none -> new RunningSums())
                            .add(entry.getValue()));
        }
        return hours;
    }

    private Map<RollupDimensions, Long> slicesOf(long id, Series series) throws SQLException {
        Map<RollupDimensions, Long> known = slicesOf.get(id);
        if (known == null) {
            known = new EnumMap<>(RollupDimensions.class);
            for (RollupDimensions facet : RollupDimensions.SLICED) {
                known.put(facet, slices.id(DimensionSet.of(facet, series)));
            }
            if (slicesOf.size() < REMEMBERED) {
                slicesOf.put(id, known);
            }
        }
        return known;
    }

    private void add(RollupKey key, SortedMap<Long, RunningSums> cells, Sink sink) throws SQLException {
        key.bind(find);
        try (ResultSet kept = find.executeQuery()) {
            if (kept.next()) {
                RollupPage.read(
                        kept.getBytes(1),
                        key.startMillis(),
                        start -> cells.computeIfAbsent(start, none -> new RunningSums()));
            }
        }
        sink.take(key, cells);
    }

    private void put(RollupKey key, SortedMap<Long, RunningSums> cells) throws SQLException {
        key.bind(put).addId(RollupPage.write(key.startMillis(), cells));
        put.executeUpdate();
    }
}
