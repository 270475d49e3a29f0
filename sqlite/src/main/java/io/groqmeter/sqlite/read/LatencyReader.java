package io.groqmeter.sqlite.read;

import io.groqmeter.sqlite.column.EpochMillis;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.rollup.GrainCode;
import io.groqmeter.sqlite.rollup.LatencyBlob;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.rollup.RollupPlan;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import io.groqmeter.store.rollup.RollupPlan.Span;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers one query for latencies from one snapshot of the database, as {@link RollupReader} does for sums. */
public final class LatencyReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final UnrolledCalls unrolled;
    private final RollupQuery query;
    private final TimeBuckets buckets;
    private final Map<Map<Dimension, String>, Latencies> groups = new HashMap<>();

    public LatencyReader(Connection connection, UsageCalendar calendar, UnrolledCalls unrolled, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.unrolled = unrolled;
        this.query = query.requireModelsOnly();
        this.buckets = new TimeBuckets(query.by(), calendar);
    }

    public List<LatencyRollup> read() throws SQLException {
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                unrolled.in(span.window()).forEach(this::add);
            } else {
                readBlobs(span, RollupDimensions.covering(dimensions(), span.grain()));
            }
        }
        unrolled.afterWatermark().forEach(this::add);
        return LatencyRollup.inOrder(groups, query.by());
    }

    private Set<Dimension> dimensions() {
        Set<Dimension> dimensions = new HashSet<>(query.by());
        dimensions.addAll(query.only().keySet());
        dimensions.removeIf(Dimension::isTime);
        return dimensions;
    }

    private void readBlobs(Span span, RollupDimensions dimensions) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(sql(query.only().keySet()))) {
            StatementParameters parameters = new StatementParameters(select)
                    .add(dimensions.code())
                    .add(GrainCode.of(span.grain()))
                    .add(EpochMillis.ceil(span.window().start()))
                    .add(EpochMillis.ceil(span.window().end()));
            for (String label : query.only().values()) {
                parameters.add(label);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Latencies group = group(rows.getString(1), rows.getLong(2));
                    LatencyBlob.read(rows.getBytes(3), group);
                }
            }
        }
    }

    static String sql(Collection<Dimension> only) {
        return "select s.model, r.start_ms, r.times from latency r cross join slice s on s.id = r.slice"
                + " where r.facet = ? and r.grain = ? and r.start_ms >= ? and r.start_ms < ?" + Series.conditions(only);
    }

    private void add(UsageRecord record) {
        String model = record.call().model();
        boolean wanted = query.window().contains(record.startedAt())
                && query.only().values().stream().allMatch(only -> Objects.equals(model, only));
        if (wanted) {
            group(model, record.startedAt().toEpochMilli()).add(record);
        }
    }

    private Latencies group(@Nullable String model, long startMillis) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        if (model != null && query.by().contains(Dimension.MODEL)) {
            group.put(Dimension.MODEL, model);
        }
        buckets.dimension().ifPresent(time -> group.put(time, buckets.label(startMillis)));
        return groups.computeIfAbsent(group, none -> new Latencies());
    }
}
