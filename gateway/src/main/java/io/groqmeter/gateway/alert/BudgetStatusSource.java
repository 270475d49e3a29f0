package io.groqmeter.gateway.alert;

import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.util.List;

/** Supplies the state of all budgets, as far as alerts need it. */
@FunctionalInterface
public interface BudgetStatusSource {

    /**
     * The state of one budget.
     *
     * @param name of the budget, with the name it applies to where there is one for each
     * @param period its current window
     * @param spent US dollars of settled calls
     * @param usd the limit in US dollars
     */
    record Status(String name, Window period, BigDecimal spent, BigDecimal usd) {}

    List<Status> statuses();
}
