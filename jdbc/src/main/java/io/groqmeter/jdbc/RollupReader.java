package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers one rollup query from one snapshot of the database, span by span of its plan. */
final class RollupReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final RollupQuery query;
    private final List<Dimension> labels;
    private final Optional<Dimension> time;
    private final Map<Map<Dimension, String>, UsageSums> groups = new HashMap<>();

    RollupReader(Connection connection, UsageCalendar calendar, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.query = query;
        this.labels = query.by().stream().filter(by -> !by.isTime()).toList();
        this.time = query.by().stream().filter(Dimension::isTime).findFirst();
    }

    List<UsageRollup> read() throws SQLException {
        if (query.by().isEmpty()) {
            groups.put(Map.of(), UsageSums.ZERO);
        }
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            switch (span.grain()) {
                case ROW -> readCalls(span);
                case HOUR, DAY, MONTH -> readRollups(span);
            }
        }
        return groups.entrySet().stream()
                .map(group -> new UsageRollup(group.getKey(), group.getValue()))
                .sorted(UsageRollup.inOrderOf(query.by()))
                .toList();
    }

    private void readRollups(Span span) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(rollupSql(labels, time.isPresent(), query.only()))) {
            Parameters parameters = new Parameters(select)
                    .add(RollupRow.number(span.grain()))
                    .add(Millis.ceil(span.window().start()))
                    .add(Millis.ceil(span.window().end()));
            for (String label : query.only().values()) {
                parameters.add(label);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Columns columns = new Columns(rows);
                    Map<Dimension, String> group = new EnumMap<>(Dimension.class);
                    for (Dimension dimension : labels) {
                        put(group, dimension, columns.optionalText());
                    }
                    putTime(group, Instant.ofEpochMilli(columns.number()));
                    add(group, RollupRow.read(columns));
                }
            }
        }
    }

    /**
     * Sums of the rollups of a grain that start in a window, and are of series with certain labels.
     *
     * @param labels what to group by; they are the first columns, followed by a start and the sums
     * @param byTime whether to group by the rollups' start too
     */
    static String rollupSql(List<Dimension> labels, boolean byTime, Map<Dimension, String> only) {
        String columns =
                labels.stream().map(label -> Series.column(label) + ", ").collect(Collectors.joining());
        String groups = Stream.concat(
                        labels.stream().map(Series::column), byTime ? Stream.of("r.start_ms") : Stream.of())
                .collect(Collectors.joining(", "));
        // Without groups SQL would answer a row of nulls for nothing at all.
        return "select " + columns + "r.start_ms, " + RollupRow.SUMS
                + " from rollup r cross join series s on s.id = r.series"
                + " where r.grain = ? and r.start_ms >= ? and r.start_ms < ?"
                + Series.having(only)
                + (groups.isEmpty() ? " having count(*) > 0" : " group by " + groups);
    }

    private void readCalls(Span span) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CALLS)) {
            new Parameters(select)
                    .add(Millis.ceil(span.window().start()))
                    .add(Millis.ceil(span.window().end()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    add(CallRow.read(rows).record());
                }
            }
        }
    }

    static final String CALLS = CallRow.SELECT + "where c.started_at_ms >= ? and c.started_at_ms < ?";

    private void add(UsageRecord record) {
        Map<Dimension, String> all = Dimension.labels(record);
        if (!all.entrySet().containsAll(query.only().entrySet())) {
            return;
        }
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        for (Dimension dimension : labels) {
            put(group, dimension, all.get(dimension));
        }
        putTime(group, record.startedAt());
        add(group, UsageSums.of(record));
    }

    private void add(Map<Dimension, String> group, UsageSums sums) {
        groups.merge(group, sums, UsageSums::plus);
    }

    private void putTime(Map<Dimension, String> group, Instant instant) {
        time.ifPresent(dimension -> group.put(
                dimension,
                switch (dimension) {
                    case HOUR -> calendar.hour(instant).start().toString();
                    case DAY -> calendar.date(instant).toString();
                    case MONTH -> YearMonth.from(calendar.date(instant)).toString();
                    default -> throw new IllegalArgumentException(dimension.label() + " is no stretch of time");
                }));
    }

    private static void put(Map<Dimension, String> group, Dimension dimension, @Nullable String label) {
        if (label != null) {
            group.put(dimension, label);
        }
    }
}
