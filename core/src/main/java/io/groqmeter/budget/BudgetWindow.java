package io.groqmeter.budget;

import io.groqmeter.usage.Window;

/** Where money is added up: by what, in which period. */
record BudgetWindow(SpendGrouping grouping, Window window) {

    /** One group there: what a budget compares with its limit. */
    record Line(BudgetWindow place, String group) {}
}
