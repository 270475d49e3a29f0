package io.groqmeter.report;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A summary as text for a console: headings, aligned numbers, and a line for each thing that is not certain.
 *
 * <p>Costs are rounded here, and only here: to cents from a dollar up, to three significant digits below. Immutable.
 */
public final class SummaryText {

    private static final String INDENT = "   ";

    private final Messages words;

    /** @param words the texts of this package, {@code Messages.beside(SummaryText.class, locale)} */
    public SummaryText(Messages words) {
        this.words = words;
    }

    /** The whole text, its lines ended by {@code \n}. */
    public String of(UsageSummary summary) {
        List<String> lines = new ArrayList<>();
        lines.add("📊 " + words.say("summary.title", period(summary.period())));
        lines.addAll(totals(summary));
        if (!summary.modelsUsed().isEmpty()) {
            lines.add("");
            lines.add("🤖 " + words.say("summary.models"));
            lines.addAll(models(summary));
        }
        List<String> remarks = remarks(summary);
        if (!remarks.isEmpty()) {
            lines.add("");
            remarks.forEach(remark -> lines.add("⚠️ " + remark));
        }
        return String.join("\n", lines) + "\n";
    }

    private String period(Period period) {
        return period instanceof Period.Total ? words.say("summary.total") : period.label();
    }

    private List<String> totals(UsageSummary summary) {
        UsageSums sums = summary.sums();
        TextTable table = new TextTable(INDENT);
        table.row(words.say("summary.requests"), words.number(summary.totalRequests()));
        table.row(words.say("summary.input"), words.number(sums.inputTokens()));
        ifAny(table, "summary.cached", sums.cacheReadInputTokens());
        table.row(words.say("summary.output"), words.number(sums.outputTokens()));
        ifAny(table, "summary.reasoning", sums.reasoningOutputTokens());
        ifAny(table, "summary.audio", sums.billedAudioSeconds());
        ifAny(table, "summary.characters", sums.characters());
        ifAny(table, "summary.tools", sums.toolUses());
        table.row(words.say("summary.cost"), Dollars.text(sums.cost(), words.locale()));
        return table.lines();
    }

    private void ifAny(TextTable table, String key, long quantity) {
        if (quantity > 0) {
            table.row(words.say(key), words.number(quantity));
        }
    }

    private List<String> models(UsageSummary summary) {
        TextTable table = new TextTable(INDENT);
        table.row(
                "",
                words.say("column.requests"),
                words.say("column.input"),
                words.say("column.output"),
                words.say("column.cost"));
        summary.models().forEach((model, sums) -> {
            if (sums.metered() > 0) {
                table.row(
                        model,
                        words.number(sums.metered()),
                        words.number(sums.inputTokens()),
                        words.number(sums.outputTokens()),
                        Dollars.text(sums.cost(), words.locale()));
            }
        });
        return table.lines();
    }

    private List<String> remarks(UsageSummary summary) {
        List<String> remarks = new ArrayList<>();
        if (summary.errors() > 0) {
            remarks.add(words.say("remark.errors", summary.errors()));
        }
        Map<Boolean, List<OpenCall>> open = summary.unsettled().stream()
                .collect(Collectors.partitioningBy(
                        call -> Remainder.recordOf(call).isPresent()));
        unsettled(remarks, "remark.unsettled", open.getOrDefault(false, List.of()));
        unsettled(remarks, "remark.rest", open.getOrDefault(true, List.of()));
        long unbounded = OpenCall.unbounded(summary.unsettled());
        if (unbounded > 0) {
            remarks.add(words.say("remark.unbounded", unbounded));
        }
        remark(remarks, summary.usageBasis(), "estimated");
        remark(remarks, summary.usageBasis(), "unknown");
        remark(remarks, summary.priceBasis(), "last_known");
        remark(remarks, summary.priceBasis(), "override");
        remark(remarks, summary.priceBasis(), "fallback");
        return remarks;
    }

    private void unsettled(List<String> remarks, String key, List<OpenCall> calls) {
        if (!calls.isEmpty()) {
            remarks.add(words.say(key, calls.size(), Dollars.text(OpenCall.worstCase(calls), words.locale())));
        }
    }

    private void remark(List<String> remarks, Map<String, UsageSums> split, String basis) {
        UsageSums sums = split.getOrDefault(basis, UsageSums.ZERO);
        if (sums.calls() > 0) {
            remarks.add(words.say("remark." + basis, sums.calls(), Dollars.text(sums.cost(), words.locale())));
        }
    }
}
