package io.groqmeter.jdbc;

import io.groqmeter.store.RollupPlan.Grain;
import io.groqmeter.store.RollupPlan.Span;
import io.groqmeter.store.UsageSums;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Sums as columns of the tables {@code rollup} and {@code slice_rollup}. */
final class RollupRow {

    static final List<String> COLUMNS = List.of(
            "calls",
            "answered",
            "metered",
            "errors",
            "aborted",
            "input_tokens",
            "cache_read_input_tokens",
            "output_tokens",
            "reasoning_output_tokens",
            "audio",
            "billed_audio_s",
            "characters",
            "tool_uses",
            "cost_micro_usd",
            "cost_pico_usd",
            "saved_micro_usd",
            "saved_pico_usd");

    /** The sums over many rows, for {@link #read}. A sum that no longer fits 64 bits is an error, never a rounded number. */
    static final String SUMS =
            COLUMNS.stream().map(column -> "sum(r." + column + ")").collect(Collectors.joining(", "));

    /** The sums of one row, for {@link #read}. */
    static final String ONE = COLUMNS.stream().map(column -> "r." + column).collect(Collectors.joining(", "));

    private RollupRow() {}

    /** Adds to a series' row, or makes it; the parameters are grain, start, series and the sums. */
    static String upsertOfSeries(String database) {
        return upsert(database + ".rollup", "grain, start_ms, series", 3);
    }

    /** Adds to a slice's row, or makes it; the parameters are facet, grain, start, slice and the sums. */
    static String upsertOfSlice(String database) {
        return upsert(database + ".slice_rollup", "facet, grain, start_ms, slice", 4);
    }

    /** What makes a microdollar together is carried. */
    private static String upsert(String table, String key, int keys) {
        return "insert into " + table + " (" + key + ", " + String.join(", ", COLUMNS) + ") values (?"
                + ", ?".repeat(keys + COLUMNS.size() - 1) + ") on conflict (" + key + ") do update set "
                + COLUMNS.stream().map(column -> column + " = " + added(column)).collect(Collectors.joining(", "));
    }

    private static String added(String column) {
        return switch (column) {
            case "cost_micro_usd" ->
                "cost_micro_usd + excluded.cost_micro_usd + (cost_pico_usd + excluded.cost_pico_usd) / 1000000";
            case "cost_pico_usd" -> "(cost_pico_usd + excluded.cost_pico_usd) % 1000000";
            case "saved_micro_usd" ->
                "saved_micro_usd + excluded.saved_micro_usd + (saved_pico_usd + excluded.saved_pico_usd) / 1000000";
            case "saved_pico_usd" -> "(saved_pico_usd + excluded.saved_pico_usd) % 1000000";
            default -> column + " + excluded." + column;
        };
    }

    /** Binds a question for a span's rows: grain, start and end, then the labels asked for. */
    static void ask(PreparedStatement select, Span span, Collection<String> labels) throws SQLException {
        Parameters parameters = new Parameters(select)
                .add(number(span.grain()))
                .add(Millis.ceil(span.window().start()))
                .add(Millis.ceil(span.window().end()));
        for (String label : labels) {
            parameters.add(label);
        }
    }

    /** Binds the sums, after the key. */
    static void bind(Parameters parameters, UsageSums sums) throws SQLException {
        parameters
                .add(sums.calls())
                .add(sums.answered())
                .add(sums.metered())
                .add(sums.errors())
                .add(sums.aborted())
                .add(sums.inputTokens())
                .add(sums.cacheReadInputTokens())
                .add(sums.outputTokens())
                .add(sums.reasoningOutputTokens())
                .add(Parameters.micros(sums.audio()))
                .add(sums.billedAudioSeconds())
                .add(sums.characters())
                .add(sums.toolUses())
                .add(PicoDollars.micros(sums.cost()))
                .add(PicoDollars.picosBeyond(sums.cost()))
                .add(PicoDollars.micros(sums.cacheSavings()))
                .add(PicoDollars.picosBeyond(sums.cacheSavings()));
    }

    /** Reads {@link #ONE} or {@link #SUMS}. */
    static UsageSums read(Columns columns) throws SQLException {
        return new UsageSums(
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                columns.number(),
                Duration.of(columns.number(), ChronoUnit.MICROS),
                columns.number(),
                columns.number(),
                columns.number(),
                PicoDollars.usd(columns.number(), columns.number()),
                PicoDollars.usd(columns.number(), columns.number()));
    }

    /** The number a grain is stored as. */
    static int number(Grain grain) {
        return switch (grain) {
            case ROW -> throw new IllegalArgumentException("rows are no rollups");
            case HOUR -> 1;
            case DAY -> 2;
            case MONTH -> 3;
            case ALL -> 4;
        };
    }
}
