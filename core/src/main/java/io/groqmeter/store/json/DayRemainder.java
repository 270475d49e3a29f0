package io.groqmeter.store.json;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code daily_stats.json} tells of a day beyond what the day's entries say: the larger of both, number by number, less the
 * entries. So it is the same whichever file comes first; every entry that comes makes it smaller.
 *
 * @param date the day
 * @param models the requests of each model, {@link DayStats#NO_MODEL} for calls that named none
 * @param unnamed further requests, of which the file names no model
 * @param inputTokens of all calls
 * @param outputTokens of all calls
 * @param cost US dollars, of all calls
 */
record DayRemainder(
        LocalDate date, Map<String, Long> models, long unnamed, long inputTokens, long outputTokens, BigDecimal cost) {

    /** Costs of {@code daily_stats.json} are floats that were added up: below this the cost alone tells of no call. */
    private static final BigDecimal NOISE = BigDecimal.valueOf(1, 6);

    static DayRemainder none(LocalDate date) {
        return new DayRemainder(date, Map.of(), 0, 0, 0, BigDecimal.ZERO);
    }

    boolean isNothing() {
        return models.isEmpty() && unnamed == 0 && inputTokens == 0 && outputTokens == 0 && cost.signum() == 0;
    }

    /** What remains once the file has told that of the day, whose entries say this. */
    DayRemainder toldOf(DayStats told, DayStats entries) {
        Map<String, Long> more = new LinkedHashMap<>(models);
        told.models().forEach((model, requests) -> {
            long beyond = requests - entries.models().getOrDefault(model, 0L);
            if (beyond > more.getOrDefault(model, 0L)) {
                more.put(model, beyond);
            }
        });
        long before = sum(models) + unnamed;
        long requests = Math.max(before, told.requests() - entries.requests());
        DayRemainder remainder = new DayRemainder(
                date,
                more,
                Math.max(0, requests - sum(more)),
                Math.max(inputTokens, told.inputTokens() - entries.inputTokens()),
                Math.max(outputTokens, told.outputTokens() - entries.outputTokens()),
                cost.max(told.cost().subtract(entries.cost())));
        return entries.requests() == 0 ? remainder : remainder.withoutNoise();
    }

    /** What remains once entries of the day have come that were not there. */
    DayRemainder less(Collection<UsageRecord> entries) {
        UsageSums sums = UsageSums.ZERO;
        Map<String, Long> requests = new LinkedHashMap<>();
        for (UsageRecord entry : entries) {
            UsageSums one = UsageSums.of(entry);
            sums = sums.plus(one);
            requests.merge(
                    Dimension.labels(entry).getOrDefault(Dimension.MODEL, DayStats.NO_MODEL), one.metered(), Long::sum);
        }
        Map<String, Long> left = new LinkedHashMap<>(models);
        long beyond = 0; // calls of a model that the file did not name: it counted them among the unnamed
        for (Map.Entry<String, Long> come : requests.entrySet()) {
            long known = models.getOrDefault(come.getKey(), 0L);
            beyond += Math.max(0, come.getValue() - known);
            left.put(come.getKey(), Math.max(0, known - come.getValue()));
        }
        left.values().removeIf(count -> count == 0);
        return new DayRemainder(
                        date,
                        left,
                        Math.max(0, unnamed - beyond),
                        Math.max(0, inputTokens - sums.inputTokens()),
                        Math.max(0, outputTokens - sums.outputTokens()),
                        cost.subtract(sums.cost()).max(BigDecimal.ZERO))
                .withoutNoise();
    }

    private DayRemainder withoutNoise() {
        boolean costOnly = models.isEmpty() && unnamed == 0 && inputTokens == 0 && outputTokens == 0;
        return costOnly && cost.compareTo(NOISE) < 0 ? none(date) : this;
    }

    private static long sum(Map<String, Long> models) {
        return models.values().stream().mapToLong(Long::longValue).sum();
    }
}
