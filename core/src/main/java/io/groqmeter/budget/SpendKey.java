package io.groqmeter.budget;

/** One group in one window: what a budget's limit is compared with. */
record SpendKey(BudgetWindow window, String group) {}
