package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.column.EpochMillis;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.rollup.GrainCode;
import io.groqmeter.sqlite.rollup.RollupPage;
import io.groqmeter.sqlite.rollup.RunningSums;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan;
import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
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
 * Answers one rollup query from one snapshot of the database, span by span of its plan: from the {@link RollupPage}s of the {@link RollupDimensions}
 * that tells its labels apart; and from the {@link UnrolledCalls} that are on none.
 */
public final class RollupReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final RowCache shared;
    private final UnrolledCalls loose;
    private final RollupQuery query;
    private final Set<Dimension> named;
    private final RollupGroups groups;
    private final Map<RollupDimensions, Map<Long, Optional<RollupGroups.Line>>> lines =
            new EnumMap<>(RollupDimensions.class);

    /** @param loose of the same snapshot */
    public RollupReader(
            Connection connection, UsageCalendar calendar, RowCache shared, UnrolledCalls loose, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.shared = shared;
        this.loose = loose;
        this.query = query;
        this.named = new HashSet<>(query.by());
        this.named.removeIf(Dimension::isTime);
        this.named.addAll(query.only().keySet());
        this.groups = new RollupGroups(query, new TimeBuckets(query.by(), calendar));
    }

    public List<UsageRollup> read() throws SQLException {
        if (query.most().isPresent() && query.labels().size() < query.by().size()) {
            groups.keepOnly(dearest());
        }
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                loose.in(span.window()).forEach(groups::add);
            } else {
                readSheets(span, RollupDimensions.telling(named, span.grain()));
            }
        }
        loose.behindRollups().forEach(groups::add);
        return groups.inOrder();
    }

    /** The combinations of labels that cost the most: read without the stretches of time, from coarser sums. */
    private Set<Map<Dimension, String>> dearest() throws SQLException {
        RollupQuery whole = new RollupQuery(query.window(), query.labels(), query.only(), query.most());
        return new RollupReader(connection, calendar, shared, loose, whole)
                .read().stream().map(UsageRollup::group).collect(Collectors.toSet());
    }

    private void readSheets(Span span, RollupDimensions facet) throws SQLException {
        Grain cells = RollupPage.cells(span.grain());
        Window starts = RollupPage.starts(cells, span.window(), calendar);
        Map<Long, Optional<RollupGroups.Line>> known = lines.computeIfAbsent(facet, none -> new HashMap<>());
        try (PreparedStatement select = connection.prepareStatement(
                RollupPage.select(facet, query.only().keySet()))) {
            StatementParameters parameters = new StatementParameters(select)
                    .add(facet.number())
                    .add(GrainCode.of(cells))
                    .add(EpochMillis.ceil(starts.start()))
                    .add(EpochMillis.ceil(starts.end()));
            for (String label : query.only().values()) {
                parameters.add(label);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long label = rows.getLong(1);
                    Optional<RollupGroups.Line> line = known.get(label);
                    if (line == null) {
                        line = groups.line(shared.labels(connection, facet, label));
                        known.put(label, line);
                    }
                    if (line.isPresent()) {
                        read(rows.getBytes(3), rows.getLong(2), span, line.get());
                    }
                }
            }
        }
    }

    /** Adds the cells of a sheet that lie in the span. */
    private static void read(byte[] cells, long startMillis, Span span, RollupGroups.Line line) {
        if (span.grain() == Grain.ALL) {
            RollupPage.read(cells, startMillis, line::at);
            return;
        }
        long from = EpochMillis.ceil(span.window().start());
        long to = EpochMillis.ceil(span.window().end());
        RunningSums unasked = new RunningSums();
        RollupPage.read(cells, startMillis, start -> start >= from && start < to ? line.at(start) : unasked);
    }
}
