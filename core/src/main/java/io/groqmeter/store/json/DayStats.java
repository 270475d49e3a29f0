package io.groqmeter.store.json;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.text.Plural;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A day of {@code daily_stats.json}.
 *
 * @param date the day
 * @param requests answered calls to billed endpoints
 * @param inputTokens of all calls
 * @param outputTokens of all calls
 * @param cost US dollars, of all calls
 * @param models the requests of each model, the most used first; calls that named none stand under {@code unknown}
 */
record DayStats(
        LocalDate date, long requests, long inputTokens, long outputTokens, BigDecimal cost, Map<String, Long> models) {

    static final String NO_MODEL = "unknown";

    private static final String INDENT = "\n    ";

    /** The days of a window in which anything was used, from a store's {@code rollup}. */
    static List<DayStats> in(Window window, Function<RollupQuery, List<UsageRollup>> rollup) {
        Map<LocalDate, List<UsageRollup>> days = new TreeMap<>();
        for (UsageRollup group : rollup.apply(RollupQuery.of(window, Dimension.DAY, Dimension.MODEL))) {
            LocalDate date = LocalDate.parse(String.valueOf(group.group().get(Dimension.DAY)));
            days.computeIfAbsent(date, day -> new ArrayList<>()).add(group);
        }
        List<DayStats> stats = new ArrayList<>();
        days.forEach((date, models) -> stats.add(of(date, models)));
        stats.removeIf(day -> day.requests == 0 && day.totalTokens() == 0 && day.cost.signum() == 0);
        return stats;
    }

    private static DayStats of(LocalDate date, List<UsageRollup> groups) {
        UsageSums sums = groups.stream().map(UsageRollup::sums).reduce(UsageSums.ZERO, UsageSums::plus);
        Map<String, Long> models = new LinkedHashMap<>();
        groups.stream()
                .filter(group -> group.sums().metered() > 0)
                .sorted(Comparator.comparingLong(
                                (UsageRollup group) -> group.sums().metered())
                        .reversed())
                .forEach(group -> models.merge(
                        group.group().getOrDefault(Dimension.MODEL, NO_MODEL),
                        group.sums().metered(),
                        Long::sum));
        return new DayStats(date, sums.metered(), sums.inputTokens(), sums.outputTokens(), sums.cost(), models);
    }

    long totalTokens() {
        return inputTokens + outputTokens;
    }

    /** Whether it says more of anything than the other; a cost counts from a millionth of a dollar on, floats being what they are. */
    boolean saysMoreThan(DayStats other) {
        return requests > other.requests
                || inputTokens > other.inputTokens
                || outputTokens > other.outputTokens
                || cost.subtract(other.cost).compareTo(BigDecimal.valueOf(1, 6)) >= 0;
    }

    /** The numbers in one line. */
    String summary() {
        return Plural.of(requests, "request") + ", " + inputTokens + " + " + outputTokens + " tokens, $"
                + PlainDecimal.of(cost);
    }

    /** The day as a member of the file's object, indented, without a comma behind it. */
    String text() {
        StringBuilder text = new StringBuilder("  \"" + date + "\": {");
        text.append(INDENT).append("\"date\": \"").append(date).append("\",");
        text.append(INDENT).append("\"total_requests\": ").append(requests).append(',');
        text.append(INDENT)
                .append("\"total_input_tokens\": ")
                .append(inputTokens)
                .append(',');
        text.append(INDENT)
                .append("\"total_output_tokens\": ")
                .append(outputTokens)
                .append(',');
        text.append(INDENT)
                .append("\"total_cost_usd\": ")
                .append(PlainDecimal.of(cost))
                .append(',');
        text.append(INDENT).append("\"models_used\": {");
        String separator = "";
        for (Map.Entry<String, Long> model : models.entrySet()) {
            text.append(separator).append(INDENT).append("  ").append(PythonJson.of(model.getKey()));
            text.append(": ").append(model.getValue());
            separator = ",";
        }
        return text.append(models.isEmpty() ? "}" : INDENT + "}")
                .append("\n  }")
                .toString();
    }
}
