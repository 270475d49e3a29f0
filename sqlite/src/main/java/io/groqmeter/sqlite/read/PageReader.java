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
 * Reads a page of records, latest first: the places of its records first, then the records.
 *
 * <p>Without a filter the index on time has the places in order. With one, the latest {@link #WALKED} calls are looked through,
 * which suffices for any label in daily use; if they do not fill the page, the series that have the labels are asked one by one
 * for their latest calls. Neither costs more with more records, nor deeper in the pages.
 */
public final class PageReader {

    /** How many calls are looked through before the series are asked: 2 ms. */
    static final int WALKED = 2_000;

    public static final String WALK = """
            select started_at_ms, position, series from call
            where started_at_ms >= ? and started_at_ms <= ? and (started_at_ms, position) < (?, ?)
            order by started_at_ms desc, position desc limit ?""";

    public static final String OF_SERIES = """
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
        List<RecordCursor> places = query.only().isEmpty() ? walk(from, wanted, Set.of()) : filtered(from, wanted);
        boolean more = places.size() == wanted;
        List<RecordCursor> page = more ? places.subList(0, query.limit()) : places;
        return new RecordPage(
                records(page), more ? Optional.of(page.get(page.size() - 1).toString()) : Optional.empty());
    }

    private List<RecordCursor> filtered(RecordCursor from, int wanted) throws SQLException {
        Set<Long> series = series();
        List<RecordCursor> walked = series.isEmpty() ? List.of() : walk(from, Math.max(WALKED, wanted), series);
        return walked.size() >= wanted ? walked.subList(0, wanted) : latestOf(series, from, wanted);
    }

    /** The series that have the labels asked for. */
    private Set<Long> series() throws SQLException {
        String sql = "select s.id from series s where true"
                + Series.having(query.only().keySet());
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
     * The places behind another, latest first.
     *
     * @param limit how many are looked at
     * @param series which are wanted of those; empty for all
     */
    private List<RecordCursor> walk(RecordCursor from, int limit, Set<Long> series) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(WALK)) {
            bindRange(new StatementParameters(select), earliest, from, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<RecordCursor> places = new ArrayList<>();
                while (rows.next()) {
                    if (series.isEmpty() || series.contains(rows.getLong(3))) {
                        places.add(place(rows));
                    }
                }
                return places;
            }
        }
    }

    private List<RecordCursor> latestOf(Set<Long> series, RecordCursor from, int wanted) throws SQLException {
        PriorityQueue<RecordCursor> latest = new PriorityQueue<>(Collections.reverseOrder());
        try (PreparedStatement select = connection.prepareStatement(OF_SERIES)) {
            for (long id : series) {
                RecordCursor last = latest.peek();
                // What is earlier than all of a full page is not wanted.
                long least = last != null && latest.size() == wanted
                        ? Math.max(earliest, last.startedAt().toEpochMilli())
                        : earliest;
                bindRange(new StatementParameters(select).add(id), least, from, wanted);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        latest.add(place(rows));
                        if (latest.size() > wanted) {
                            latest.remove();
                        }
                    }
                }
            }
        }
        return latest.stream().sorted().toList();
    }

    private static void bindRange(StatementParameters parameters, long least, RecordCursor from, int limit)
            throws SQLException {
        long start = from.startedAt().toEpochMilli();
        parameters.add(least).add(start).add(start).add(from.position()).add(limit);
    }

    private static RecordCursor place(ResultSet row) throws SQLException {
        return new RecordCursor(Instant.ofEpochMilli(row.getLong(1)), row.getLong(2));
    }

    private List<UsageRecord> records(List<RecordCursor> places) throws SQLException {
        List<UsageRecord> records = new ArrayList<>(places.size());
        try (PreparedStatement select = connection.prepareStatement(CallRow.SELECT + "where c.position = ?")) {
            for (RecordCursor place : places) {
                new StatementParameters(select).add(place.position());
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
