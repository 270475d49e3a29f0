package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.call.CallProjection;
import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The records that are not in the rollups yet: those after the watermark. A batch only writes rows; once enough records have
 * gathered, they are added to the rollups together and the watermark moves past them. Readers add the backlog to the rollups
 * themselves, so that sums are always exact.
 *
 * <p>Several processes may write one file. The records that this one keeps in memory are used only while no other process has
 * added any; otherwise they are read from the database. Works in the caller's transactions; after a failed one this must be
 * discarded, together with its writer.
 */
public final class RollupBacklog {

    /**
     * The most records a reader adds up itself, which takes it 1 ms. The larger this is, the fewer pages are written per call:
     * with thousands of series, 256 cost twice as much.
     */
    public static final int MAX_RECORDS = 1_024;

    /** How many sums are held in memory before they are written. */
    private static final int MAX_HELD = 20_000;

    /** Selects the position up to which calls are in the rollups. */
    public static final String WATERMARK = "select cast(value as integer) from setting where name = 'summed'";

    private static final String AFTER = CallProjection.SELECT + "where c.position > ? order by c.position";

    private static final String BY_POSITION = CallProjection.SELECT + "where c.position = ?";

    private final int maxRecords;
    private final UsageCalendar calendar;
    private final PreparedStatement watermark;
    private final PreparedStatement lastPosition;
    private final PreparedStatement moveWatermark;
    private final PreparedStatement after;
    private final PreparedStatement byPosition;
    private final CallProjection calls;
    private final RollupWriter rollups;
    private final RollupAccumulator accumulator;
    private long accumulatedFrom;
    private long foreignRecords;

    /** @param maxRecords how many records may gather; {@link #MAX_RECORDS} except in tests */
    public RollupBacklog(Connection connection, UsageCalendar calendar, int maxRecords) throws SQLException {
        this.maxRecords = maxRecords;
        this.calendar = calendar;
        this.watermark = connection.prepareStatement(WATERMARK);
        this.lastPosition = connection.prepareStatement("select coalesce(max(position), 0) from call");
        this.moveWatermark =
                connection.prepareStatement("update setting set value = cast(? as text) where name = 'summed'");
        this.after = connection.prepareStatement(AFTER);
        this.byPosition = connection.prepareStatement(BY_POSITION);
        this.calls = new CallProjection(connection, new RowCache());
        this.rollups = new RollupWriter(connection, calendar, "main");
        this.accumulator = new RollupAccumulator(calendar);
    }

    /** Recalculates all rollups from the rows, in the caller's transaction. */
    public static void rebuild(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from sheet");
            statement.executeUpdate("delete from latency");
            statement.executeUpdate("update setting set value = '0' where name = 'summed'");
        }
        new RollupBacklog(connection, calendar, MAX_RECORDS).rollUp();
    }

    /** Must be called after a transaction has begun, before its first record. */
    public void begin() throws SQLException {
        if (accumulator.records() == 0) {
            accumulatedFrom = number(watermark);
            foreignRecords = number(lastPosition) - accumulatedFrom;
        }
    }

    /**
     * Subtracts rows from the rollups before they are deleted. Must be called after a transaction has begun, before its first
     * record.
     */
    public void subtract(List<Long> positions) throws SQLException {
        rollUp();
        RollupAccumulator deleted = new RollupAccumulator(calendar);
        for (long position : positions) {
            new StatementParameters(byPosition).add(position);
            try (ResultSet row = byPosition.executeQuery()) {
                row.next();
                Series series = calls.labels(row).series();
                deleted.add(calls.read(row), CallProjection.seriesId(row), series);
            }
        }
        deleted.negate();
        rollups.subtract(deleted);
        begin();
    }

    /**
     * Must be called after rows were deleted: if they were the last ones, the watermark would be past the rows that come next.
     */
    public void rowsDeleted() throws SQLException {
        long last = number(lastPosition);
        if (number(watermark) > last) {
            new StatementParameters(moveWatermark).add(last);
            moveWatermark.executeUpdate();
            begin();
        }
    }

    /** Adds a record whose row has just been inserted. */
    public void add(UsageRecord record, long seriesId, Series series) {
        accumulator.add(record, seriesId, series);
    }

    /** Must be called after the last row of a batch. */
    public void end() throws SQLException {
        if (foreignRecords + accumulator.records() >= maxRecords) {
            rollUp();
        }
    }

    /** Adds all rows after the watermark to the rollups. */
    public void rollUp() throws SQLException {
        long from = number(watermark);
        long to = number(lastPosition);
        if (from == to) {
            accumulator.clear();
            return;
        }
        if (from != accumulatedFrom || to - from != accumulator.records()) {
            accumulator.clear();
            readAfter(from);
        }
        rollups.write(accumulator);
        new StatementParameters(moveWatermark).add(to);
        moveWatermark.executeUpdate();
    }

    private void readAfter(long position) throws SQLException {
        new StatementParameters(after).add(position);
        try (ResultSet rows = after.executeQuery()) {
            while (rows.next()) {
                Series series = calls.labels(rows).series();
                accumulator.add(calls.read(rows), CallProjection.seriesId(rows), series);
                if (accumulator.size() >= MAX_HELD) {
                    rollups.write(accumulator);
                }
            }
        }
    }

    private static long number(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
