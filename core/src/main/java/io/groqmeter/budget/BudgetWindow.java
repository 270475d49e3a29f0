package io.groqmeter.budget;

import io.groqmeter.usage.Window;

/** A period of time in which money is summed by a grouping. */
record BudgetWindow(SpendGrouping grouping, Window time) {}
