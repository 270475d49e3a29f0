package io.groqmeter.gateway.alert;

import io.groqmeter.store.Dimension;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What triggers a rule. */
public sealed interface Condition {

    /**
     * A share of a budget is spent.
     *
     * @param percents the shares, each reported once per budget period
     */
    record BudgetShare(List<Integer> percents) implements Condition {
        public BudgetShare {
            percents = List.copyOf(percents);
            if (percents.isEmpty() || percents.stream().anyMatch(percent -> percent < 1 || percent > 1_000)) {
                throw new IllegalArgumentException("'percent' lists shares of 1 to 1000 percent, not " + percents);
            }
        }
    }

    /**
     * More than an amount is spent in a period: the first tool's cost alert.
     *
     * @param usd US dollars
     * @param only restricts the calls, as in reports; empty for all
     */
    record Spend(BigDecimal usd, AlertPeriod period, Map<Dimension, String> only) implements Condition {
        public Spend {
            only = Map.copyOf(only);
            requireMoney(usd);
        }
    }

    /**
     * Spend is ahead of an even pace. Triggers when both windows of a pair exceed the pair's burn rate: 14.4 over the last hour and
     * the last five minutes (a month's budget in two days), or 6 over the last six hours and the last thirty minutes (in five).
     *
     * @param usd US dollars planned for the period
     */
    record BurnRate(BigDecimal usd, AlertPeriod period) implements Condition {
        public BurnRate {
            requireMoney(usd);
            if (period != AlertPeriod.DAY && period != AlertPeriod.MONTH) {
                throw new IllegalArgumentException("a burn rate's money lasts a day or a month");
            }
        }
    }

    /** A call was counted at the fallback price, because its model has no known price; reported once per model and day. */
    record UnpricedModel() implements Condition {}

    /**
     * Calls are unsettled.
     *
     * @param calls minimum number; reported once a day
     */
    record Unsettled(int calls) implements Condition {
        public Unsettled {
            if (calls < 1) {
                throw new IllegalArgumentException("'calls' is at least 1, not " + calls);
            }
        }
    }

    /**
     * Groq's own rate limit is nearly used up, by its latest answers.
     *
     * @param percent the remaining share of the limit, or less; reported once an hour
     */
    record Headroom(int percent) implements Condition {
        public Headroom {
            if (percent < 1 || percent > 99) {
                throw new IllegalArgumentException("'percent' is 1 to 99, not " + percent);
            }
        }
    }

    /** Calls cannot be written to disk, or wait for the database; reported once an hour. */
    record StoreDegraded() implements Condition {}

    private static void requireMoney(BigDecimal usd) {
        if (usd.signum() <= 0 || usd.scale() > 12 || usd.precision() - usd.scale() > 12) {
            throw new IllegalArgumentException("'usd' is a positive amount with at most 12 decimals");
        }
    }
}
