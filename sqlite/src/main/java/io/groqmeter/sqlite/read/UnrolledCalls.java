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
 * The calls of one snapshot that no rollup can answer for: the {@link RollupBacklog}, and those in the hours at both ends of a
 * window. Read once for all queries of the snapshot.
 */
public final class UnrolledCalls {

    /** The calls of a window that are in the rollups. The plus sign keeps SQLite from using the primary key. */
    static final String IN_WINDOW =
            CallProjection.SELECT + "where c.started_at_ms >= ? and c.started_at_ms < ? and +c.position <= ?";

    private final Connection connection;
    private final CallProjection calls;
    private final long watermark;
    private final Map<Window, List<UsageRecord>> windows = new HashMap<>();
    private final RecentCalls recent;
    private @Nullable List<UsageRecord> afterWatermark;

    public UnrolledCalls(Connection connection, RowCache cache, RecentCalls recent) throws SQLException {
        this.connection = connection;
        this.recent = recent;
        this.calls = new CallProjection(connection, cache);
        try (PreparedStatement select = connection.prepareStatement(RollupBacklog.WATERMARK);
                ResultSet row = select.executeQuery()) {
            row.next();
            this.watermark = row.getLong(1);
        }
    }

    /** The calls that are in no rollup yet, of whatever time. */
    List<UsageRecord> afterWatermark() throws SQLException {
        if (afterWatermark == null) {
            afterWatermark = recent.after(connection, watermark);
        }
        return afterWatermark;
    }

    /** All other calls that start in a window. */
    List<UsageRecord> in(Window window) throws SQLException {
        List<UsageRecord> found = windows.get(window);
        if (found == null) {
            try (PreparedStatement select = connection.prepareStatement(IN_WINDOW)) {
                new StatementParameters(select)
                        .add(EpochMillis.ceil(window.start()))
                        .add(EpochMillis.ceil(window.end()))
                        .add(watermark);
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
                records.add(calls.read(rows));
            }
            return records;
        }
    }
}
