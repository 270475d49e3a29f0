package io.groqmeter.budget;

import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a budget.
 *
 * @param budget the budget
 * @param group the name in its scope, or one of the names of an {@code each-} scope; empty for {@code all}
 * @param window the period
 * @param spent US dollars of the records that started in it
 * @param reserved the worst cases of its open calls
 * @param unsettled the worst cases of its unsettled calls
 */
public record BudgetState(
        Budget budget, String group, Window window, BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static BudgetState of(Budget budget, String group, Window window, SpendTotal total) {
        return new BudgetState(budget, group, window, total.spent(), total.reserved(), total.unsettled());
    }

    /** The budget's name; for an {@code each-} budget, with the group. */
    public String name() {
        return budget.scope().group().isPresent() ? budget.id() : budget.id() + " " + group;
    }

    /** What is neither spent nor reserved; negative when a soft budget is passed, or a hard one was lowered. */
    public BigDecimal remaining() {
        return budget.usd().subtract(spent).subtract(held());
    }

    /** The worst cases of open and unsettled calls. */
    public BigDecimal held() {
        return reserved.add(unsettled);
    }

    /** When the period began; empty for a total. */
    public Optional<Instant> startedAt() {
        return budget.period() == BudgetPeriod.TOTAL ? Optional.empty() : Optional.of(window.start());
    }

    /** When the period resets; empty for a total. */
    public Optional<Instant> resetsAt() {
        return budget.period() == BudgetPeriod.TOTAL ? Optional.empty() : Optional.of(window.end());
    }
}
