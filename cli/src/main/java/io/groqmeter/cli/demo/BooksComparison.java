package io.groqmeter.cli.demo;

import io.groqmeter.report.Messages;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.simulator.book.Totals;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.TextTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The meter's books and Groq's (the simulator's), line by line. The two share no code. */
public final class BooksComparison {

    /**
     * One number on both sides.
     *
     * @param what its name, or a model whose cost it is
     * @param meter the meter's, every digit of it
     * @param groq Groq's, likewise
     */
    public record Line(String what, boolean model, String meter, String groq) {
        public boolean equal() {
            return meter.equals(groq);
        }
    }

    private final List<Line> lines = new ArrayList<>();

    /**
     * Compares them.
     *
     * @param models the meter's sums by model
     */
    public BooksComparison(Map<String, UsageSums> models, SimulatorBooks groq) {
        UsageSums meter = models.values().stream().reduce(UsageSums.ZERO, UsageSums::plus);
        Totals total = groq.total();
        line("calls", meter.calls(), total.requests());
        line("answered", meter.answered(), total.answered());
        line("errors", meter.errors(), errors(total));
        line("input", meter.inputTokens(), total.tokens().input());
        line("cached", meter.cacheReadInputTokens(), total.tokens().cached());
        line("output", meter.outputTokens(), total.tokens().output());
        line("audio", meter.billedAudioSeconds(), total.billedSeconds());
        line("characters", meter.characters(), total.characters());
        line(
                "tools",
                meter.toolUses(),
                total.toolCalls().values().stream().mapToLong(Long::longValue).sum());
        lines.add(new Line("cost", false, dollars(meter.cost()), dollars(total.cost())));
        groq.byModel().forEach((model, of) -> {
            if (of.cost().signum() > 0) {
                model(model, models.getOrDefault(model, UsageSums.ZERO).cost(), of.cost());
            }
        });
        models.forEach((model, sums) -> {
            if (sums.cost().signum() > 0 && !groq.byModel().containsKey(model)) {
                model(model, sums.cost(), BigDecimal.ZERO);
            }
        });
    }

    /** The sums by model, of rollups grouped by it. */
    public static Map<String, UsageSums> byModel(List<UsageRollup> rollups) {
        Map<String, UsageSums> models = new TreeMap<>();
        rollups.forEach(rollup ->
                models.merge(rollup.group().values().stream().findFirst().orElse(""), rollup.sums(), UsageSums::plus));
        return models;
    }

    private static long errors(Totals total) {
        return total.streamErrors()
                + total.errors().values().stream().mapToLong(Long::longValue).sum();
    }

    private void line(String what, long meter, long groq) {
        lines.add(new Line(what, false, Long.toString(meter), Long.toString(groq)));
    }

    private void model(String model, BigDecimal meter, BigDecimal groq) {
        lines.add(new Line(model, true, dollars(meter), dollars(groq)));
    }

    private static String dollars(BigDecimal amount) {
        return "$" + Dollars.digits(amount);
    }

    /** Each number, in order. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    public boolean equal() {
        return lines.stream().allMatch(Line::equal);
    }

    /** The table for people. */
    public String text(Messages words) {
        TextTable table = new TextTable("   ");
        table.row("", words.say("demo.meter"), words.say("demo.groq"), "");
        for (Line line : lines) {
            String what = line.model() ? line.what() : words.say("demo." + line.what());
            table.row(what, shown(line.meter(), words), shown(line.groq(), words), line.equal() ? "=" : "≠");
        }
        return String.join("\n", table.lines()) + "\n";
    }

    private static String shown(String number, Messages words) {
        return number.startsWith("$") ? Dollars.exact(new BigDecimal(number.substring(1)), words.locale()) : number;
    }
}
