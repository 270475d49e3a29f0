package io.groqmeter.gateway.api;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.Csv;
import io.groqmeter.text.PlainDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Sums as CSV: one line per group, with the names and digits of {@link SumsJson}; an empty field means unknown. */
final class SummaryCsv {

    private record Column(String name, Function<UsageSums, String> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("calls", sums -> Long.toString(sums.calls())),
            new Column("answered", sums -> Long.toString(sums.answered())),
            new Column("metered", sums -> Long.toString(sums.metered())),
            new Column("errors", sums -> Long.toString(sums.errors())),
            new Column("aborted", sums -> Long.toString(sums.aborted())),
            new Column("input_tokens", sums -> Long.toString(sums.inputTokens())),
            new Column("cache_read_input_tokens", sums -> Long.toString(sums.cacheReadInputTokens())),
            new Column("output_tokens", sums -> Long.toString(sums.outputTokens())),
            new Column("reasoning_output_tokens", sums -> Long.toString(sums.reasoningOutputTokens())),
            new Column("total_tokens", sums -> Long.toString(sums.totalTokens())),
            new Column("audio_seconds", sums -> SumsJson.seconds(sums.audio())),
            new Column("billed_audio_seconds", sums -> Long.toString(sums.billedAudioSeconds())),
            new Column("characters", sums -> Long.toString(sums.characters())),
            new Column("tool_uses", sums -> Long.toString(sums.toolUses())),
            new Column("cost_usd", sums -> PlainDecimal.of(sums.cost())),
            new Column("cache_savings_usd", sums -> PlainDecimal.of(sums.cacheSavings())),
            new Column("cache_read_percent", sums -> SumsJson.cacheReadPercent(sums)
                    .map(PlainDecimal::of)
                    .orElse("")));

    private SummaryCsv() {}

    static String lines(List<Dimension> by, List<UsageRollup> groups) {
        List<String> names = new ArrayList<>();
        by.forEach(dimension -> names.add(dimension.label()));
        COLUMNS.forEach(column -> names.add(column.name()));
        StringBuilder lines = new StringBuilder(Csv.line(names));
        for (UsageRollup group : groups) {
            List<String> fields = new ArrayList<>();
            by.forEach(dimension -> fields.add(Csv.text(group.group().get(dimension))));
            COLUMNS.forEach(column -> fields.add(column.value().apply(group.sums())));
            lines.append(Csv.line(fields));
        }
        return lines.toString();
    }
}
