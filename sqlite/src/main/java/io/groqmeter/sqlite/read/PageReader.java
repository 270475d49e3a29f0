package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.CallRow;
import io.groqmeter.sqlite.column.EpochMillis;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.RecordCursor;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Reads a page of records, latest first: first their cursors, then the records.
 *
 * <p>Without a filter, the index on time has the cursors in order. With one, the latest {@link #SCANNED} calls are scanned,
 * which suffices for frequent labels; if they do not fill the page, the latest calls of each series with the labels are read by
 * its index. The cost grows neither with the number of records nor with the depth of the page.
 */
public final class PageReader {

    /** How many calls are scanned before the index of the series is used; this takes 2 ms. */
    static final int SCANNED = 2_000;

    static final String SCAN = """
            select started_at_ms, position, series from call
            where started_at_ms >= ? and started_at_ms <= ? and (started_at_ms, position) < (?, ?)
            order by started_at_ms desc, position desc limit ?""";

    static final String OF_SERIES = """
            select started_at_ms, position from call
            where series = ? and started_at_ms >= ? and started_at_ms <= ? and (started_at_ms, position) < (?, ?)
            order by started_at_ms desc, position desc limit ?""";

    private final Connection connection;
    private final RecordQuery query;
    private final long earliest;

    public PageReader(Connection connection, RecordQuery query) {
        this.connection = connection;
        this.query = query;
        this.earliest = EpochMillis.ceil(query.window().start());
    }

    public RecordPage read() throws SQLException {
        RecordCursor end = new RecordCursor(
                Instant.ofEpochMilli(EpochMillis.ceil(query.window().end())), 0);
        RecordCursor from = query.cursor()
                .map(RecordCursor::parse)
                .filter(cursor -> cursor.compareTo(end) > 0)
                .orElse(end);
        int wanted = query.limit() + 1;
        List<RecordCursor> cursors = query.only().isEmpty() ? scan(from, wanted, Set.of()) : filtered(from, wanted);
        boolean more = cursors.size() == wanted;
        List<RecordCursor> page = more ? cursors.subList(0, query.limit()) : cursors;
        return new RecordPage(
                records(page), more ? Optional.of(page.get(page.size() - 1).toString()) : Optional.empty());
    }

    private List<RecordCursor> filtered(RecordCursor from, int wanted) throws SQLException {
        Set<Long> series = series();
        List<RecordCursor> scanned = series.isEmpty() ? List.of() : scan(from, Math.max(SCANNED, wanted), series);
        return scanned.size() >= wanted ? scanned.subList(0, wanted) : latestOf(series, from, wanted);
    }

    /** The series that match the filter. */
    private Set<Long> series() throws SQLException {
        String sql = "select s.id from series s where true"
                + Series.conditions(query.only().keySet());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            StatementParameters parameters = new StatementParameters(select);
            for (String label : query.only().values()) {
                parameters.add(label);
            }
            try (ResultSet rows = select.executeQuery()) {
                Set<Long> ids = new HashSet<>();
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
                return ids;
            }
        }
    }

    /**
     * The cursors after another, latest first.
     *
     * @param limit how many calls are scanned
     * @param series the series wanted; empty for all
     */
    private List<RecordCursor> scan(RecordCursor from, int limit, Set<Long> series) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SCAN)) {
            bindRange(new StatementParameters(select), earliest, from, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<RecordCursor> cursors = new ArrayList<>();
                while (rows.next()) {
                    if (series.isEmpty() || series.contains(rows.getLong(3))) {
                        cursors.add(cursor(rows));
                    }
                }
                return cursors;
            }
        }
    }

    private List<RecordCursor> latestOf(Set<Long> series, RecordCursor from, int wanted) throws SQLException {
        PriorityQueue<RecordCursor> latest = new PriorityQueue<>(Collections.reverseOrder());
        try (PreparedStatement select = connection.prepareStatement(OF_SERIES)) {
            for (long id : series) {
                RecordCursor last = latest.peek();
                // A full page needs nothing earlier than its last call.
                long lowest = last != null && latest.size() == wanted
                        ? Math.max(earliest, last.startedAt().toEpochMilli())
                        : earliest;
                bindRange(new StatementParameters(select).add(id), lowest, from, wanted);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        latest.add(cursor(rows));
                        if (latest.size() > wanted) {
                            latest.remove();
                        }
                    }
                }
            }
        }
        return latest.stream().sorted().toList();
    }

    private static void bindRange(StatementParameters parameters, long earliest, RecordCursor from, int limit)
            throws SQLException {
        long start = from.startedAt().toEpochMilli();
        parameters.add(earliest).add(start).add(start).add(from.position()).add(limit);
    }

    private static RecordCursor cursor(ResultSet row) throws SQLException {
        return new RecordCursor(Instant.ofEpochMilli(row.getLong(1)), row.getLong(2));
    }

    private List<UsageRecord> records(List<RecordCursor> cursors) throws SQLException {
        List<UsageRecord> records = new ArrayList<>(cursors.size());
        try (PreparedStatement select = connection.prepareStatement(CallRow.SELECT + "where c.position = ?")) {
            for (RecordCursor cursor : cursors) {
                new StatementParameters(select).add(cursor.position());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        records.add(CallRow.read(row).record());
                    }
                }
            }
        }
        return records;
    }
}
