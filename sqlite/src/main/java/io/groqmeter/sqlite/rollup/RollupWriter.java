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
 * Adds sums per hour to the rollup tables: each hour of a series to its day, month and year, and likewise for the dimension
 * sets the series belongs to. Works in the caller's transaction.
 */
final class RollupWriter {

    /** The most series whose dimension sets are cached. */
    private static final int MAX_CACHED = 20_000;

    private final PreparedStatement find;
    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final SurrogateKeys<DimensionSet> dimensionSets;
    private final Map<Long, Map<RollupDimensions, Long>> setsOf = new HashMap<>();
    private final BucketStarts starts;
    private final LatencyWriter latencies;

    /** @param label the id of a series or dimension set */
    private record Hour(RollupDimensions dimensions, long label, long startMillis) {}

    /** @param database the schema the tables are in: {@code main} or {@code temp} */
    RollupWriter(Connection connection, UsageCalendar calendar, String database) throws SQLException {
        this.find = connection.prepareStatement("select cells from " + database
                + ".sheet where facet = ? and grain = ? and start_ms = ? and label = ?");
        this.put = connection.prepareStatement("insert or replace into " + database
                + ".sheet (facet, grain, start_ms, label, cells) values (?, ?, ?, ?, ?)");
        this.delete = connection.prepareStatement(
                "delete from " + database + ".sheet where facet = ? and grain = ? and start_ms = ? and label = ?");
        this.dimensionSets = new SurrogateKeys<>(
                connection.prepareStatement(DimensionSet.FIND),
                connection.prepareStatement(DimensionSet.INSERT),
                DimensionSet::bind);
        this.starts = new BucketStarts(calendar);
        this.latencies = new LatencyWriter(connection, database, starts);
    }

    /** Adds everything the accumulator holds, and clears it. */
    void write(RollupAccumulator accumulator) throws SQLException {
        write(accumulator, this::put);
    }

    /** The same for a negated accumulator; a sum that becomes zero is deleted. */
    void subtract(RollupAccumulator negated) throws SQLException {
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

    /** Takes the new cells of a page. */
    private interface Sink {
        void take(RollupKey key, SortedMap<Long, RunningSums> cells) throws SQLException;
    }

    private void write(RollupAccumulator accumulator, Sink sink) throws SQLException {
        Map<RollupKey, SortedMap<Long, RunningSums>> pages = new TreeMap<>();
        for (Map.Entry<Hour, RunningSums> entry : hours(accumulator).entrySet()) {
            Hour hour = entry.getKey();
            for (BucketStarts.Cell cell : starts.of(hour.startMillis())) {
                if (hour.dimensions().has(cell.grain())) {
                    pages.computeIfAbsent(
                                    new RollupKey(hour.dimensions(), cell.grain(), cell.pageMillis(), hour.label()),
                                    none -> new TreeMap<>())
                            .computeIfAbsent(cell.startMillis(), none -> new RunningSums())
                            .add(entry.getValue());
                }
            }
        }
        for (Map.Entry<RollupKey, SortedMap<Long, RunningSums>> page : pages.entrySet()) {
            add(page.getKey(), page.getValue(), sink);
        }
        for (Map.Entry<HourOfModel, Latencies> hour : accumulator.latencies().entrySet()) {
            latencies.add(
                    hour.getKey().hourMillis(),
                    dimensionSets.id(DimensionSet.ofModel(hour.getKey().model())),
                    dimensionSets.id(DimensionSet.OF_EVERYTHING),
                    hour.getValue());
        }
        latencies.write();
        accumulator.clear();
        starts.clear();
    }

    /** Sums per hour for each series and for each dimension set it belongs to. */
    private Map<Hour, RunningSums> hours(RollupAccumulator accumulator) throws SQLException {
        Map<Hour, RunningSums> hours = new HashMap<>();
        for (Map.Entry<HourOfSeries, RunningSums> entry : accumulator.sums().entrySet()) {
            long series = entry.getKey().series();
            long start = entry.getKey().hourMillis();
            hours.put(new Hour(RollupDimensions.SERIES, series, start), entry.getValue());
            setsOf(series, Objects.requireNonNull(accumulator.series().get(series)))
                    .forEach((dimensions, set) -> hours.computeIfAbsent(
                                    new Hour(dimensions, set, start), none -> new RunningSums())
                            .add(entry.getValue()));
        }
        return hours;
    }

    private Map<RollupDimensions, Long> setsOf(long id, Series series) throws SQLException {
        Map<RollupDimensions, Long> known = setsOf.get(id);
        if (known == null) {
            known = new EnumMap<>(RollupDimensions.class);
            for (RollupDimensions dimensions : RollupDimensions.WITH_SETS) {
                known.put(dimensions, dimensionSets.id(DimensionSet.of(dimensions, series)));
            }
            if (setsOf.size() < MAX_CACHED) {
                setsOf.put(id, known);
            }
        }
        return known;
    }

    private void add(RollupKey key, SortedMap<Long, RunningSums> cells, Sink sink) throws SQLException {
        key.bind(find);
        try (ResultSet stored = find.executeQuery()) {
            if (stored.next()) {
                RollupPage.read(
                        stored.getBytes(1),
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
