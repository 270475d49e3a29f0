package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.column.EpochMillis;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.rollup.GrainCode;
import io.groqmeter.sqlite.rollup.RollupPage;
import io.groqmeter.sqlite.rollup.RunningSums;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.rollup.RollupPlan;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.store.rollup.RollupPlan.Span;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers one rollup query from one snapshot of the database, span by span of its plan: from the {@link RollupPage}s of the
 * {@link RollupDimensions} that cover the query, and from the {@link UnrolledCalls} that are on none.
 */
public final class RollupReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final RowCache cache;
    private final UnrolledCalls unrolled;
    private final RollupQuery query;
    private final Set<Dimension> dimensions;
    private final RollupGroups groups;
    private final Map<RollupDimensions, Map<Long, Optional<RollupGroups.Group>>> groupsOf =
            new EnumMap<>(RollupDimensions.class);

    /** @param unrolled of the same snapshot */
    public RollupReader(
            Connection connection, UsageCalendar calendar, RowCache cache, UnrolledCalls unrolled, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.cache = cache;
        this.unrolled = unrolled;
        this.query = query;
        this.dimensions = new HashSet<>(query.by());
        this.dimensions.removeIf(Dimension::isTime);
        this.dimensions.addAll(query.only().keySet());
        this.groups = new RollupGroups(query, new TimeBuckets(query.by(), calendar));
    }

    public List<UsageRollup> read() throws SQLException {
        if (query.most().isPresent() && query.labels().size() < query.by().size()) {
            groups.keepOnly(mostExpensive());
        }
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                unrolled.in(span.window()).forEach(groups::add);
            } else {
                readPages(span, RollupDimensions.covering(dimensions, span.grain()));
            }
        }
        unrolled.afterWatermark().forEach(groups::add);
        return groups.sorted();
    }

    /** The combinations of labels that cost the most: read without steps of time, from coarser sums. */
    private Set<Map<Dimension, String>> mostExpensive() throws SQLException {
        RollupQuery withoutTime = new RollupQuery(query.window(), query.labels(), query.only(), query.most());
        return new RollupReader(connection, calendar, cache, unrolled, withoutTime)
                .read().stream().map(UsageRollup::group).collect(Collectors.toSet());
    }

    private void readPages(Span span, RollupDimensions dimensions) throws SQLException {
        Grain cells = RollupPage.cells(span.grain());
        Window starts = RollupPage.starts(cells, span.window(), calendar);
        Map<Long, Optional<RollupGroups.Group>> known = groupsOf.computeIfAbsent(dimensions, none -> new HashMap<>());
        try (PreparedStatement select = connection.prepareStatement(
                RollupPage.select(dimensions, query.only().keySet()))) {
            StatementParameters parameters = new StatementParameters(select)
                    .add(dimensions.code())
                    .add(GrainCode.of(cells))
                    .add(EpochMillis.ceil(starts.start()))
                    .add(EpochMillis.ceil(starts.end()));
            for (String label : query.only().values()) {
                parameters.add(label);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long label = rows.getLong(1);
                    Optional<RollupGroups.Group> group = known.get(label);
                    if (group == null) {
                        group = groups.group(cache.labels(connection, dimensions, label));
                        known.put(label, group);
                    }
                    if (group.isPresent()) {
                        read(rows.getBytes(3), rows.getLong(2), span, group.get());
                    }
                }
            }
        }
    }

    /** Adds the cells of a page that are in the span. */
    private static void read(byte[] cells, long startMillis, Span span, RollupGroups.Group group) {
        if (span.grain() == Grain.ALL) {
            RollupPage.read(cells, startMillis, group::at);
            return;
        }
        long from = EpochMillis.ceil(span.window().start());
        long to = EpochMillis.ceil(span.window().end());
        RunningSums ignored = new RunningSums();
        RollupPage.read(cells, startMillis, start -> start >= from && start < to ? group.at(start) : ignored);
    }
}
