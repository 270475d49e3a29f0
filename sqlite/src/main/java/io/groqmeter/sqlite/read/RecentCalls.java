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
 * The latest calls as {@link CallProjection}, remembered from one reading to the next: those behind the {@link RollupBacklog}'s mark are
 * asked for by every question, and a row never changes. Thread-safe; each caller sees what its own snapshot holds.
 */
public final class RecentCalls {

    /** The calls behind a position, in the order of appending. */
    public static final String BEHIND = "select c.position, " + CallProjection.COLUMNS
            + " from call c where c.position > ?" + " order by c.position";

    private static final String LAST = "select coalesce(max(position), 0) from call";

    private final RowCache shared;
    private volatile Run known = new Run(0, 0, List.of());

    private record Placed(long position, UsageRecord call) {}

    /** All calls behind a position up to another. */
    private record Run(long from, long to, List<Placed> calls) {}

    public RecentCalls(RowCache shared) {
        this.shared = shared;
    }

    /** The calls behind a position that the connection's snapshot holds. */
    List<UsageRecord> behind(Connection connection, long mark) throws SQLException {
        long last = last(connection);
        Run run = known;
        List<Placed> calls = new ArrayList<>();
        long read = mark;
        if (run.from() <= mark && mark < run.to()) {
            for (Placed call : run.calls()) {
                if (call.position() > mark && call.position() <= last) {
                    calls.add(call);
                }
            }
            read = Math.min(run.to(), last);
        }
        read(connection, read, calls);
        if (last > run.to() || mark > run.to()) {
            known = new Run(mark, last, List.copyOf(calls));
        }
        return calls.stream().map(Placed::call).toList();
    }

    private static long last(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LAST);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void read(Connection connection, long position, List<Placed> calls) throws SQLException {
        CallProjection outlines = new CallProjection(connection, shared);
        try (PreparedStatement select = connection.prepareStatement(BEHIND)) {
            new StatementParameters(select).add(position);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ColumnReader columns = new ColumnReader(rows);
                    calls.add(new Placed(columns.number(), outlines.read(columns)));
                }
            }
        }
    }
}
