package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.CallProjection;
import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.store.UsageRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A cache of the latest calls, as {@link CallProjection}s: every query asks for those after the {@link RollupBacklog}'s
 * watermark, and a row never changes. Thread-safe; each caller gets what its own snapshot has.
 */
public final class RecentCalls {

    /** The calls after a position, in the order of appending. */
    static final String AFTER = "select c.position, " + CallProjection.COLUMNS + " from call c where c.position > ?"
            + " order by c.position";

    private static final String LAST = "select coalesce(max(position), 0) from call";

    private final RowCache cache;
    private volatile Range known = new Range(0, 0, List.of());

    private record PositionedCall(long position, UsageRecord call) {}

    /** All calls after one position, up to another. */
    private record Range(long from, long to, List<PositionedCall> calls) {}

    public RecentCalls(RowCache cache) {
        this.cache = cache;
    }

    /** The calls after a position that the connection's snapshot has. */
    List<UsageRecord> after(Connection connection, long watermark) throws SQLException {
        long last = last(connection);
        Range range = known;
        List<PositionedCall> calls = new ArrayList<>();
        long read = watermark;
        if (range.from() <= watermark && watermark < range.to()) {
            for (PositionedCall call : range.calls()) {
                if (call.position() > watermark && call.position() <= last) {
                    calls.add(call);
                }
            }
            read = Math.min(range.to(), last);
        }
        read(connection, read, calls);
        if (last > range.to() || watermark > range.to()) {
            known = new Range(watermark, last, List.copyOf(calls));
        }
        return calls.stream().map(PositionedCall::call).toList();
    }

    private static long last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void read(Connection connection, long position, List<PositionedCall> calls) throws SQLException {
        CallProjection projection = new CallProjection(connection, cache);
        try (PreparedStatement select = connection.prepareStatement(AFTER)) {
            new StatementParameters(select).add(position);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ColumnReader columns = new ColumnReader(rows);
                    calls.add(new PositionedCall(columns.number(), projection.read(columns)));
                }
            }
        }
    }
}
