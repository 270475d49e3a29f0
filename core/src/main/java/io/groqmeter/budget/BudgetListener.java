package io.groqmeter.budget;

/** Hears what the money does to budgets: the place for alerts. */
@FunctionalInterface
public interface BudgetListener {

    /**
     * A call has settled, and a budget stands otherwise: {@code before.spent()} and {@code after.spent()} tell which shares were
     * crossed. Called on the thread that settled it, so it must be quick; what it throws is logged.
     */
    void spent(BudgetState before, BudgetState after);
}
