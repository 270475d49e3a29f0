package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds latencies to the table {@code latency}: per model at every grain, for all calls together at every grain but the hour.
 */
final class LatencyWriter {

    private final PreparedStatement find;
    private final PreparedStatement put;
    private final BucketStarts starts;
    private final Map<RollupKey, Latencies> added = new TreeMap<>();

    LatencyWriter(Connection connection, String database, BucketStarts starts) throws SQLException {
        this.find = connection.prepareStatement("select times from " + database
                + ".latency where facet = ? and grain = ? and start_ms = ? and slice = ?");
        this.put = connection.prepareStatement("insert or replace into " + database
                + ".latency (facet, grain, start_ms, slice, times) values (?, ?, ?, ?, ?)");
        this.starts = starts;
    }

    /**
     * Adds the latencies of an hour.
     *
     * @param model the dimension set of the model
     * @param everything the dimension set of {@link RollupDimensions#EVERYTHING}
     */
    void add(long hourMillis, long model, long everything, Latencies times) {
        if (times.isEmpty()) {
            return;
        }
        for (BucketStarts.Cell cell : starts.of(hourMillis)) {
            add(cell.grain(), cell.startMillis(), model, everything, times);
        }
        add(Grain.ALL, 0, model, everything, times);
    }

    private void add(Grain grain, long startMillis, long model, long everything, Latencies times) {
        add(new RollupKey(RollupDimensions.MODEL, grain, startMillis, model), times);
        if (RollupDimensions.EVERYTHING.has(grain)) {
            add(new RollupKey(RollupDimensions.EVERYTHING, grain, startMillis, everything), times);
        }
    }

    private void add(RollupKey key, Latencies times) {
        added.computeIfAbsent(key, none -> new Latencies()).addAll(times);
    }

    /** Writes what was added. */
    void write() throws SQLException {
        for (Map.Entry<RollupKey, Latencies> entry : added.entrySet()) {
            Latencies times = entry.getValue();
            entry.getKey().bind(find);
            try (ResultSet stored = find.executeQuery()) {
                if (stored.next()) {
                    LatencyBlob.read(stored.getBytes(1), times);
                }
            }
            entry.getKey().bind(put).addId(LatencyBlob.write(times));
            put.executeUpdate();
        }
        added.clear();
    }
}
