package io.groqmeter.gateway.alert;

import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.util.List;

/** How the budgets stand, as far as alerts need it. */
@FunctionalInterface
public interface BudgetStatusSource {

    /**
     * How one budget stands.
     *
     * @param name of the budget, and of whom it is about where it is one for each
     * @param period its window
     * @param spent US dollars of settled calls
     * @param usd US dollars it allows
     */
    record Status(String name, Window period, BigDecimal spent, BigDecimal usd) {}

    /** All of them, now. */
    List<Status> statuses();
}
