package io.groqmeter.report;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.PlainDecimal;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage and cost of a day, a month or everything: the first tool's daily stats, and what people need to judge
 * them.
 *
 * @param period the period
 * @param sums everything added up
 * @param models the sums of each billed model, the most used first; calls without a model are under {@code unknown}
 * @param usageBasis the sums by {@link io.groqmeter.usage.UsageBasis} label: how the quantities are known
 * @param priceBasis the sums by {@link io.groqmeter.pricing.PriceBasis} label: where the prices came from
 * @param unsettled the unsettled calls that started in the period; their cost is not in the sums
 */
public record UsageSummary(
        Period period,
        UsageSums sums,
        Map<String, UsageSums> models,
        Map<String, UsageSums> usageBasis,
        Map<String, UsageSums> priceBasis,
        List<OpenCall> unsettled) {

    /** The model of calls without one. */
    public static final String NO_MODEL = "unknown";

    public UsageSummary {
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        usageBasis = Collections.unmodifiableMap(new LinkedHashMap<>(usageBasis));
        priceBasis = Collections.unmodifiableMap(new LinkedHashMap<>(priceBasis));
        unsettled = List.copyOf(unsettled);
    }

    /** Nothing was used. */
    public static UsageSummary empty(Period period) {
        return new UsageSummary(period, UsageSums.ZERO, Map.of(), Map.of(), Map.of(), List.of());
    }

    /** The calls Groq answered at a billed endpoint. */
    public long totalRequests() {
        return sums.metered();
    }

    public long totalInputTokens() {
        return sums.inputTokens();
    }

    public long totalOutputTokens() {
        return sums.outputTokens();
    }

    /** US dollars, exact, without trailing zeros. */
    public BigDecimal totalCostUsd() {
        return PlainDecimal.bare(sums.cost());
    }

    /** The requests of each model that answered any, the most used first. */
    public Map<String, Long> modelsUsed() {
        Map<String, Long> used = new LinkedHashMap<>();
        models.forEach((model, of) -> {
            if (of.metered() > 0) {
                used.put(model, of.metered());
            }
        });
        return Collections.unmodifiableMap(used);
    }

    /** The calls that Groq refused or ended with an error. */
    public long errors() {
        return sums.errors();
    }

    /** The most the unsettled calls can cost, as far as a bound is known, in US dollars. */
    public BigDecimal unsettledWorstCase() {
        return OpenCall.worstCase(unsettled);
    }

    /**
     * The summary under the first tool's names: {@code date} (or {@code month}, or {@code period} for the total),
     * {@code total_requests}, {@code total_input_tokens}, {@code total_output_tokens}, {@code total_cost_usd} and
     * {@code models_used}, in this order.
     */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(periodKey(), period.label());
        map.put("total_requests", totalRequests());
        map.put("total_input_tokens", totalInputTokens());
        map.put("total_output_tokens", totalOutputTokens());
        map.put("total_cost_usd", totalCostUsd());
        map.put("models_used", modelsUsed());
        return Collections.unmodifiableMap(map);
    }

    /** One value of {@link #asMap()}; null for any other name. */
    public @Nullable Object get(String name) {
        return asMap().get(name);
    }

    /** The period's name in the first tool's bodies. */
    public String periodKey() {
        if (period instanceof Period.Day) {
            return "date";
        }
        return period instanceof Period.Month ? "month" : "period";
    }
}
