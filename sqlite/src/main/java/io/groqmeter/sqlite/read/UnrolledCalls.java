package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.CallProjection;
import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.column.EpochMillis;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one snapshot that a question must add up itself: the {@link RollupBacklog}, and the hours a window begins and ends
 * inside of. Read once for all questions asked of the snapshot.
 */
public final class UnrolledCalls {

    /** The calls of a window that are in the rollups. The plus keeps SQLite from walking by position. */
    public static final String IN_WINDOW =
            CallProjection.SELECT + "where c.started_at_ms >= ? and c.started_at_ms < ? and +c.position <= ?";

    private final Connection connection;
    private final CallProjection outlines;
    private final long mark;
    private final Map<Window, List<UsageRecord>> windows = new HashMap<>();
    private final RecentCalls recent;
    private @Nullable List<UsageRecord> behindRollups;

    public UnrolledCalls(Connection connection, RowCache shared, RecentCalls recent) throws SQLException {
        this.connection = connection;
        this.recent = recent;
        this.outlines = new CallProjection(connection, shared);
        try (PreparedStatement select = connection.prepareStatement(RollupBacklog.MARK);
                ResultSet row = select.executeQuery()) {
            row.next();
            this.mark = row.getLong(1);
        }
    }

    /** The calls that are in no rollup yet, of whatever time. */
    List<UsageRecord> behindRollups() throws SQLException {
        if (behindRollups == null) {
            behindRollups = recent.behind(connection, mark);
        }
        return behindRollups;
    }

    /** All other calls that start in a window. */
    List<UsageRecord> in(Window window) throws SQLException {
        List<UsageRecord> found = windows.get(window);
        if (found == null) {
            try (PreparedStatement select = connection.prepareStatement(IN_WINDOW)) {
                new StatementParameters(select)
                        .add(EpochMillis.ceil(window.start()))
                        .add(EpochMillis.ceil(window.end()))
                        .add(mark);
                found = records(select);
            }
            windows.put(window, found);
        }
        return found;
    }

    private List<UsageRecord> records(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<UsageRecord> records = new ArrayList<>();
            while (rows.next()) {
                records.add(outlines.read(rows));
            }
            return records;
        }
    }
}
