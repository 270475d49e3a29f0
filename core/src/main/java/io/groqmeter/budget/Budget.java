package io.groqmeter.budget;

import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A limit on spend.
 *
 * @param scope whose calls count
 * @param usd US dollars per period, not negative
 * @param period when it resets
 * @param hard whether calls that could exceed it are refused; a soft one only reports
 * @param resetsOn the day a monthly budget begins on, 1 to 31; 1 for all others
 * @param allowUnpriced whether a hard budget admits calls whose cost has no bound beforehand: they count when they settle, and
 *     may take it over its limit
 */
public record Budget(
        Scope scope, BigDecimal usd, BudgetPeriod period, boolean hard, int resetsOn, boolean allowUnpriced) {

    private static final BigDecimal MOST = new BigDecimal("1000000000");

    public Budget {
        if (usd.signum() < 0 || usd.compareTo(MOST) > 0 || usd.scale() > 12) {
            throw new IllegalArgumentException("a budget is 0 to 1000000000 US dollars with at most 12 decimals, not "
                    + (usd.scale() > 100 || usd.scale() < -100 ? usd.toString() : usd.toPlainString()));
        }
        if (resetsOn < 1 || resetsOn > 31) {
            throw new IllegalArgumentException("a month resets on day 1 to 31, not " + resetsOn);
        }
        if (resetsOn > 1 && period != BudgetPeriod.MONTH) {
            throw new IllegalArgumentException("only a monthly budget resets on a day, not one per " + period.label());
        }
    }

    /** A hard budget without exceptions, with months from the first. */
    public static Budget hard(String scope, String usd, BudgetPeriod period) {
        return new Budget(Scope.parse(scope), new BigDecimal(usd), period, true, 1, false);
    }

    /** A budget that only reports, with months from the first. */
    public static Budget soft(String scope, String usd, BudgetPeriod period) {
        return new Budget(Scope.parse(scope), new BigDecimal(usd), period, false, 1, false);
    }

    /** Its name: scope and period, {@code user:ana/month}. One scope can have one budget a period. */
    public String id() {
        return scope + "/" + period.label();
    }

    /** The period that holds the instant. */
    public Window window(Instant instant, UsageCalendar calendar) {
        return period.around(instant, resetsOn, calendar);
    }

    /** In words: {@code the hard budget of user:ana, 10 USD per month}. */
    String inWords() {
        return "the " + (hard ? "hard" : "soft") + " budget of " + scope.inWords() + ", " + PlainDecimal.of(usd)
                + " USD" + " " + (period == BudgetPeriod.TOTAL ? "in total" : "per " + period.label());
    }
}
