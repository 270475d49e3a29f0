package io.groqmeter.budget;

import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * How a budget stands.
 *
 * @param budget the budget
 * @param group whom it is about: the name in its scope, or one of the names of an {@code each-} scope; empty for {@code all}
 * @param window the period
 * @param spent US dollars of the records that started in it
 * @param reserved the worst cases of its calls in flight
 * @param unsettled the worst cases of its calls whose cost will not become known by itself
 */
public record BudgetState(
        Budget budget, String group, Window window, BigDecimal spent, BigDecimal reserved, BigDecimal unsettled) {

    static BudgetState of(Budget budget, String group, Window window, SpendTotal total) {
        return new BudgetState(budget, group, window, total.spent(), total.reserved(), total.unsettled());
    }

    /** The budget's name; where it is one for each, with whom it is about. */
    public String name() {
        return budget.scope().group().isPresent() ? budget.id() : budget.id() + " " + group;
    }

    /** What is neither spent nor reserved; negative when a soft budget is passed, or a hard one was lowered. */
    public BigDecimal remaining() {
        return budget.usd().subtract(spent).subtract(held());
    }

    /** What is neither spent nor free: the worst cases of calls in flight and of unsettled ones. */
    public BigDecimal held() {
        return reserved.add(unsettled);
    }

    /** When the period began; empty for a total. */
    public Optional<Instant> startedAt() {
        return budget.period() == BudgetPeriod.TOTAL ? Optional.empty() : Optional.of(window.start());
    }

    /** When it begins anew; empty for a total. */
    public Optional<Instant> resetsAt() {
        return budget.period() == BudgetPeriod.TOTAL ? Optional.empty() : Optional.of(window.end());
    }
}
