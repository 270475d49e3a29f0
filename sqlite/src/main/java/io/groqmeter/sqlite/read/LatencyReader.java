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
import io.groqmeter.store.RollupPlan;
import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
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

/** Answers a question for the times of calls from one snapshot of the database, as {@link RollupReader} does one for sums. */
public final class LatencyReader {

    private final Connection connection;
    private final UsageCalendar calendar;
    private final UnrolledCalls loose;
    private final RollupQuery query;
    private final TimeBuckets stretches;
    private final Map<Map<Dimension, String>, Latencies> groups = new HashMap<>();

    public LatencyReader(Connection connection, UsageCalendar calendar, UnrolledCalls loose, RollupQuery query) {
        this.connection = connection;
        this.calendar = calendar;
        this.loose = loose;
        this.query = query.requireModelsOnly();
        this.stretches = new TimeBuckets(query.by(), calendar);
    }

    public List<LatencyRollup> read() throws SQLException {
        for (Span span : RollupPlan.of(query, calendar).spans()) {
            if (span.grain() == Grain.ROW) {
                loose.in(span.window()).forEach(this::add);
            } else {
                readBlobs(span, RollupDimensions.telling(named(), span.grain()));
            }
        }
        loose.behindRollups().forEach(this::add);
        return LatencyRollup.inOrder(groups, query.by());
    }

    private Set<Dimension> named() {
        Set<Dimension> named = new HashSet<>(query.by());
        named.addAll(query.only().keySet());
        named.removeIf(Dimension::isTime);
        return named;
    }

    private void readBlobs(Span span, RollupDimensions facet) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(sql(query.only().keySet()))) {
            StatementParameters parameters = new StatementParameters(select)
                    .add(facet.number())
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

    public static String sql(Collection<Dimension> only) {
        return "select s.model, r.start_ms, r.times from latency r cross join slice s on s.id = r.slice"
                + " where r.facet = ? and r.grain = ? and r.start_ms >= ? and r.start_ms < ?" + Series.having(only);
    }

    private void add(UsageRecord record) {
        String model = record.call().model();
        boolean asked = query.window().contains(record.startedAt())
                && query.only().values().stream().allMatch(only -> Objects.equals(model, only));
        if (asked) {
            group(model, record.startedAt().toEpochMilli()).add(record);
        }
    }

    private Latencies group(@Nullable String model, long startMillis) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        if (model != null && query.by().contains(Dimension.MODEL)) {
            group.put(Dimension.MODEL, model);
        }
        stretches.dimension().ifPresent(time -> group.put(time, stretches.label(startMillis)));
        return groups.computeIfAbsent(group, none -> new Latencies());
    }
}
