package io.groqmeter.budget;

/** A listener to changes of budgets' spend, such as alerts. */
@FunctionalInterface
public interface BudgetListener {

    /**
     * A settled call changed a budget. {@code before.spent()} and {@code after.spent()} show which shares were
     * crossed. Called on the thread that settled it, so it must be quick; what it throws is logged.
     */
    void spent(BudgetState before, BudgetState after);
}
