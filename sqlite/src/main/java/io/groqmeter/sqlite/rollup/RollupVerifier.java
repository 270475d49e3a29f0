package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.call.CallProjection;
import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.Plural;
import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares the rollups in a database with sums recalculated from its rows. */
public final class RollupVerifier {

    /** How many sums are held in memory before they are written. */
    private static final int MAX_HELD = 20_000;

    private static final List<String> TABLES = List.of("sheet", "latency");

    private static final String DIFFERENT = """
            with different as (
              select facet, grain, start_ms, label from (select * from main.sheet except select * from temp.sheet)
              union
              select facet, grain, start_ms, label from (select * from temp.sheet except select * from main.sheet)
            )
            select count(*) over (), d.facet, d.grain, d.start_ms, coalesce(s.model, p.model), stored.cells, made.cells
            from different d
            left join series s on d.facet = 0 and s.id = d.label
            left join slice p on d.facet > 0 and p.id = d.label
            left join main.sheet stored using (facet, grain, start_ms, label)
            left join temp.sheet made using (facet, grain, start_ms, label)
            order by d.facet, d.grain, d.start_ms
            limit 1""";

    private RollupVerifier() {}

    /** What is wrong with the rollups, in one line; empty when each is the sum of its rows. */
    public static Optional<String> difference(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("create temp table sheet as select * from main.sheet where false");
            statement.executeUpdate("create unique index temp.sheet_key on sheet (facet, grain, start_ms, label)");
            statement.executeUpdate("create temp table latency as select * from main.latency where false");
            statement.executeUpdate("create unique index temp.latency_key on latency (facet, grain, start_ms, slice)");
            recalculate(connection, calendar);
            Optional<String> difference;
            try (ResultSet rows = statement.executeQuery(DIFFERENT)) {
                difference = rows.next() ? Optional.of(describe(rows)) : Optional.empty();
            }
            if (difference.isEmpty()) {
                difference = latencyDifference(statement);
            }
            for (String table : TABLES) {
                statement.executeUpdate("drop table temp." + table);
            }
            return difference;
        }
    }

    private static String describe(ResultSet row) throws SQLException {
        long start = row.getLong(4);
        return Plural.of(row.getLong(1), "rollup page differs", "rollup pages differ")
                + " from the calls; the first is of facet " + row.getLong(2)
                + ", grain " + row.getLong(3) + ", from " + Instant.ofEpochMilli(start) + " of model "
                + row.getString(5) + ": stored are " + describe(row.getBytes(6), start) + ", the calls give "
                + describe(row.getBytes(7), start);
    }

    private static String describe(byte @Nullable [] cells, long start) {
        RunningSums all = new RunningSums();
        if (cells != null) {
            RollupPage.read(cells, start, cell -> all);
        }
        UsageSums sums = all.sums();
        return Plural.of(sums.calls(), "call") + " and " + sums.cost().toPlainString() + " USD";
    }

    private static Optional<String> latencyDifference(Statement statement) throws SQLException {
        String sql =
                "select count(*) from (select * from (select * from main.latency except select * from temp.latency)"
                        + " union all select * from (select * from temp.latency except select * from main.latency))";
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1) == 0
                    ? Optional.empty()
                    : Optional.of(Plural.of(row.getLong(1), "row of latencies differs", "rows of latencies differ")
                            + " from the calls");
        }
    }

    /** Fills the temporary tables from the calls up to the watermark; the others are in no rollup yet. */
    private static void recalculate(Connection connection, UsageCalendar calendar) throws SQLException {
        CallProjection calls = new CallProjection(connection, new RowCache());
        RollupAccumulator accumulator = new RollupAccumulator(calendar);
        RollupWriter rollups = new RollupWriter(connection, calendar, "temp");
        String sql = CallProjection.SELECT + "where +c.position <= (" + RollupBacklog.WATERMARK
                + ") order by c.started_at_ms";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Series series = calls.labels(rows).series();
                accumulator.add(calls.read(rows), CallProjection.seriesId(rows), series);
                if (accumulator.size() >= MAX_HELD) {
                    rollups.write(accumulator);
                }
            }
            rollups.write(accumulator);
        }
    }
}
