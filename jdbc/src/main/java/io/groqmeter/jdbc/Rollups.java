package io.groqmeter.jdbc;

import io.groqmeter.usage.UsageCalendar;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/** All rollups made anew from the rows: to replace those kept, or to compare with them. */
final class Rollups {

    /** How many sums are held in memory before they are written. */
    private static final int HELD = 50_000;

    private static final String DIFFERENT = """
            with different as (
              select grain, start_ms, series from (select * from main.rollup except select * from temp.recomputed)
              union
              select grain, start_ms, series from (select * from temp.recomputed except select * from main.rollup)
            )
            select count(*) over (), d.grain, d.start_ms, s.model, kept.calls, kept.cost_micro_usd, kept.cost_pico_usd,
              made.calls, made.cost_micro_usd, made.cost_pico_usd
            from different d
            left join series s on s.id = d.series
            left join main.rollup kept using (grain, start_ms, series)
            left join temp.recomputed made using (grain, start_ms, series)
            order by d.grain, d.start_ms
            limit 1""";

    private Rollups() {}

    /** Replaces all rollups by what the rows give in a calendar, in the caller's transaction. */
    static void rebuild(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from rollup");
        }
        fill(connection, "rollup", calendar);
    }

    /** What is wrong with the rollups, in one line; empty when each is the sum of its rows. */
    static Optional<String> difference(Connection connection, UsageCalendar calendar) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("create temp table recomputed as select * from main.rollup where false");
            statement.executeUpdate("create unique index temp.recomputed_key on recomputed (grain, start_ms, series)");
            fill(connection, "temp.recomputed", calendar);
            Optional<String> difference;
            try (ResultSet rows = statement.executeQuery(DIFFERENT)) {
                difference = rows.next() ? Optional.of(describe(new Columns(rows))) : Optional.empty();
            }
            statement.executeUpdate("drop table temp.recomputed");
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

    private static void fill(Connection connection, String table, UsageCalendar calendar) throws SQLException {
        RollupTally tally = new RollupTally(calendar);
        try (PreparedStatement upsert = connection.prepareStatement(RollupRow.upsert(table));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CallRow.SELECT + "order by c.started_at_ms")) {
            while (rows.next()) {
                tally.add(CallRow.read(rows).record(), CallRow.series(rows));
                if (tally.size() >= HELD) {
                    tally.writeTo(upsert);
                }
            }
            tally.writeTo(upsert);
        }
    }
}
