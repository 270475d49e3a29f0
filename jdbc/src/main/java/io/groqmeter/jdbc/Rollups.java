package io.groqmeter.jdbc;

import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All rollups made anew from the rows: to replace those kept, or to compare with them. */
final class Rollups {

    /** How many sums are held in memory before they are written. */
    private static final int HELD = 20_000;

    private static final List<String> TABLES = List.of("rollup", "slice_rollup", "latency");

    private static final String DIFFERENT = """
            with different as (
              select grain, start_ms, series from (select * from main.rollup except select * from temp.rollup)
              union
              select grain, start_ms, series from (select * from temp.rollup except select * from main.rollup)
            )
            select count(*) over (), d.grain, d.start_ms, s.model, kept.calls, kept.cost_micro_usd, kept.cost_pico_usd,
              made.calls, made.cost_micro_usd, made.cost_pico_usd
            from different d
            left join series s on s.id = d.series
            left join main.rollup kept using (grain, start_ms, series)
            left join temp.rollup made using (grain, start_ms, series)
            order by d.grain, d.start_ms
            limit 1""";

    private Rollups() {}

    /** Replaces all rollups by what the rows give in a calendar, in the caller's transaction. */
    static void rebuild(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate("delete from " + table);
            }
            statement.executeUpdate("update setting set value = '0' where name = 'summed'");
        }
        new RollupBacklog(connection, calendar).sumUp();
    }

    /** What is wrong with the rollups, in one line; empty when each is the sum of its rows. */
    static Optional<String> difference(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("create temp table rollup as select * from main.rollup where false");
            statement.executeUpdate("create unique index temp.rollup_key on rollup (grain, start_ms, series)");
            statement.executeUpdate("create temp table slice_rollup as select * from main.slice_rollup where false");
            statement.executeUpdate(
                    "create unique index temp.slice_rollup_key on slice_rollup (facet, grain, start_ms, slice)");
            statement.executeUpdate("create temp table latency as select * from main.latency where false");
            statement.executeUpdate("create unique index temp.latency_key on latency (grain, start_ms, slice)");
            fill(connection, calendar);
            Optional<String> difference;
            try (ResultSet rows = statement.executeQuery(DIFFERENT)) {
                difference = rows.next() ? Optional.of(describe(new Columns(rows))) : Optional.empty();
            }
            for (String table : List.of("slice_rollup", "latency")) {
                if (difference.isEmpty()) {
                    difference = difference(statement, table);
                }
            }
            for (String table : TABLES) {
                statement.executeUpdate("drop table temp." + table);
            }
            return difference;
        }
    }

    private static String describe(Columns columns) throws SQLException {
        return columns.number() + " rollups differ from their rows, the first of grain " + columns.number() + " from "
                + Instant.ofEpochMilli(columns.number()) + " of model " + columns.optionalText() + ": kept are "
                + columns.number() + " calls and " + PicoDollars.usd(columns.number(), columns.number())
                + " USD, the rows give "
                + columns.number() + " calls and " + PicoDollars.usd(columns.number(), columns.number()) + " USD";
    }

    private static Optional<String> difference(Statement statement, String table) throws SQLException {
        String sql = "select count(*) from (select * from (select * from main." + table + " except select * from temp."
                + table + ") union all select * from (select * from temp." + table + " except select * from main."
                + table + "))";
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1) == 0
                    ? Optional.empty()
                    : Optional.of(row.getLong(1) + " rows of " + table + " differ from what the calls give");
        }
    }

    /** What the backlog holds is in no rollup yet. */
    private static void fill(Connection connection, UsageCalendar calendar) throws SQLException {
        CallOutlines outlines = new CallOutlines(connection, new SharedRows());
        RollupTally tally = new RollupTally(calendar);
        RollupWriter rollups = new RollupWriter(connection, calendar, "temp");
        String sql = CallOutlines.SELECT + "where +c.position <= (" + RollupBacklog.MARK + ") order by c.started_at_ms";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Series series = outlines.labels(rows).series();
                tally.add(outlines.read(rows), CallOutlines.seriesId(rows), series);
                if (tally.size() >= HELD) {
                    rollups.write(tally);
                }
            }
            rollups.write(tally);
        }
    }
}
