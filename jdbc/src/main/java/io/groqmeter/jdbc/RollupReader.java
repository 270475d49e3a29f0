package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan;
import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers one rollup query from one snapshot of the database, span by span of its plan: from the rows of the {@link Facet} that
 * tells its labels apart, else of the series; and from the {@link LooseCalls} that are in no rollup.
 */
final class RollupReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final LooseCalls loose;
    private final RollupQuery query;
    private final List<Dimension> labels;
    private final Stretches stretches;
    private final RollupGroups groups;

    /** @param loose of the same snapshot */
    RollupReader(Connection connection, UsageCalendar calendar, LooseCalls loose, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.loose = loose;
        this.query = query;
        this.labels = query.by().stream().filter(by -> !by.isTime()).toList();
        this.stretches = new Stretches(query.by(), calendar);
        this.groups = new RollupGroups(query, stretches);
    }

    List<UsageRollup> read() throws SQLException {
        List<Span> spans = RollupPlan.of(query, calendar).spans();
        for (Span span : spans) {
            if (span.grain() == Grain.ROW) {
                loose.in(span.window()).forEach(groups::add);
            } else {
                readRollups(span);
            }
        }
        loose.behindRollups().forEach(groups::add);
        return groups.inOrder();
    }

    private void readRollups(Span span) throws SQLException {
        // Hours of one day asked for by the day need not be told apart: two fifths of a month's rows by day and user.
        boolean byTime = !stretches.haveOneLabel(span.window());
        String sql = rollupSql(labels, byTime, query.only().keySet(), span.grain());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            RollupRow.ask(select, span, query.only().values());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Columns columns = new Columns(rows);
                    Map<Dimension, String> group = new EnumMap<>(Dimension.class);
                    for (Dimension dimension : labels) {
                        String label = columns.optionalText();
                        if (label != null) {
                            group.put(dimension, label);
                        }
                    }
                    groups.add(group, Instant.ofEpochMilli(columns.number()), RollupRow.read(columns));
                }
            }
        }
    }

    /**
     * Sums of the rollups of a grain that start in a window, and have certain labels.
     *
     * @param labels what to group by; they are the first columns, followed by a start and the sums
     * @param byTime whether to group by the rollups' start too
     * @param only what is filtered by
     */
    static String rollupSql(List<Dimension> labels, boolean byTime, Collection<Dimension> only, Grain grain) {
        Set<Dimension> named = new HashSet<>(labels);
        named.addAll(only);
        Optional<Facet> facet = Facet.telling(named, grain);
        String columns =
                labels.stream().map(label -> Series.column(label) + ", ").collect(Collectors.joining());
        return "select " + columns + "r.start_ms, "
                + facet.filter(each -> isGroupPerRow(each, labels, byTime, grain))
                        .map(each -> RollupRow.ONE + from(each) + Series.having(only))
                        .orElseGet(() -> RollupRow.SUMS
                                + facet.map(RollupReader::from).orElse(FROM_SERIES)
                                + Series.having(only)
                                + grouping(labels, byTime));
    }

    /** Then there is nothing to add up. */
    private static boolean isGroupPerRow(Facet facet, List<Dimension> labels, boolean byTime, Grain grain) {
        return labels.containsAll(facet.dimensions()) && (byTime || grain == Grain.ALL);
    }

    private static final String FROM_SERIES = " from rollup r cross join series s on s.id = r.series"
            + " where r.grain = ? and r.start_ms >= ? and r.start_ms < ?";

    private static String from(Facet facet) {
        return " from slice_rollup r cross join slice s on s.id = r.slice" + " where r.facet = " + facet.number()
                + " and r.grain = ? and r.start_ms >= ? and r.start_ms < ?";
    }

    private static String grouping(List<Dimension> labels, boolean byTime) {
        String groups = Stream.concat(
                        byTime ? Stream.of("r.start_ms") : Stream.of(),
                        labels.stream().map(Series::column))
                .collect(Collectors.joining(", "));
        // Without groups SQL would answer a row of nulls for nothing at all.
        return groups.isEmpty() ? " having count(*) > 0" : " group by " + groups;
    }
}
