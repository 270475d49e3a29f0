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
 * The records that are not in the rollups yet: those behind the database's mark. A batch writes rows only; once enough
 * records have gathered they go into the rollups together, and the mark moves behind them. Readers add the backlog themselves, so
 * that sums are exact at any moment.
 *
 * <p>Several processes may write one file. What this one remembers of its own records serves only while nobody else has added
 * any; else they are read back. Works in the caller's transactions; one that fails ends the backlog with its writer.
 */
public final class RollupBacklog {

    /**
     * A reader adds up at most about so many records itself: 1 ms once it has read them. The more, the fewer pages of sums are
     * written a call: with thousands of series, 256 cost twice as much.
     */
    public static final int MOST = 1_024;

    /** How many sums are held in memory before they are written. */
    private static final int HELD = 20_000;

    public static final String MARK = "select cast(value as integer) from setting where name = 'summed'";

    private static final String BEHIND = CallProjection.SELECT + "where c.position > ? order by c.position";

    private static final String ONE = CallProjection.SELECT + "where c.position = ?";

    private final int most;
    private final UsageCalendar calendar;
    private final PreparedStatement mark;
    private final PreparedStatement lastPosition;
    private final PreparedStatement moveMark;
    private final PreparedStatement behind;
    private final PreparedStatement one;
    private final CallProjection outlines;
    private final RollupWriter rollups;
    private final RollupAccumulator tally;
    private long tallyFrom;
    private long foreign;

    /** @param most how many records may gather; {@link #MOST} but in tests */
    public RollupBacklog(Connection connection, UsageCalendar calendar, int most) throws SQLException {
        this.most = most;
        this.calendar = calendar;
        this.mark = connection.prepareStatement(MARK);
        this.lastPosition = connection.prepareStatement("select coalesce(max(position), 0) from call");
        this.moveMark = connection.prepareStatement("update setting set value = cast(? as text) where name = 'summed'");
        this.behind = connection.prepareStatement(BEHIND);
        this.one = connection.prepareStatement(ONE);
        this.outlines = new CallProjection(connection, new RowCache());
        this.rollups = new RollupWriter(connection, calendar, "main");
        this.tally = new RollupAccumulator(calendar);
    }

    /** Recalculates all rollups from the rows, in a calendar, in the caller's transaction. */
    public static void rebuild(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from sheet");
            statement.executeUpdate("delete from latency");
            statement.executeUpdate("update setting set value = '0' where name = 'summed'");
        }
        new RollupBacklog(connection, calendar, MOST).sumUp();
    }

    /** To be called when a batch has begun, before its first record. */
    public void begin() throws SQLException {
        if (tally.records() == 0) {
            tallyFrom = number(mark);
            foreign = number(lastPosition) - tallyFrom;
        }
    }

    /**
     * Takes rows out of the rollups that will be deleted once others have been added. To be called when a batch has begun, before its
     * first record.
     */
    public void takeOut(List<Long> positions) throws SQLException {
        sumUp();
        RollupAccumulator gone = new RollupAccumulator(calendar);
        for (long position : positions) {
            new StatementParameters(one).add(position);
            try (ResultSet row = one.executeQuery()) {
                row.next();
                Series series = outlines.labels(row).series();
                gone.add(outlines.read(row), CallProjection.seriesId(row), series);
            }
        }
        gone.negate();
        rollups.takeOut(gone);
        begin();
    }

    /** To be called when rows were deleted: where they were the last, the mark is not to stand behind rows to come. */
    public void rowsHaveGone() throws SQLException {
        long last = number(lastPosition);
        if (number(mark) > last) {
            new StatementParameters(moveMark).add(last);
            moveMark.executeUpdate();
            begin();
        }
    }

    /** Remembers a record whose row was just added. */
    public void add(UsageRecord record, long seriesId, Series series) {
        tally.add(record, seriesId, series);
    }

    /** To be called when all rows of a batch are there. */
    public void end() throws SQLException {
        if (foreign + tally.records() >= most) {
            sumUp();
        }
    }

    /** Brings the rollups up to the last row. */
    public void sumUp() throws SQLException {
        long from = number(mark);
        long to = number(lastPosition);
        if (from == to) {
            tally.clear();
            return;
        }
        if (from != tallyFrom || to - from != tally.records()) {
            tally.clear();
            readBehind(from);
        }
        rollups.write(tally);
        new StatementParameters(moveMark).add(to);
        moveMark.executeUpdate();
    }

    private void readBehind(long position) throws SQLException {
        new StatementParameters(behind).add(position);
        try (ResultSet rows = behind.executeQuery()) {
            while (rows.next()) {
                Series series = outlines.labels(rows).series();
                tally.add(outlines.read(rows), CallProjection.seriesId(rows), series);
                if (tally.size() >= HELD) {
                    rollups.write(tally);
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
