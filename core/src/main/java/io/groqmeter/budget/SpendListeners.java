package io.groqmeter.budget;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each listener of each budget that a settled call changed. */
final class SpendListeners {

    private static final Logger LOG = LoggerFactory.getLogger(SpendListeners.class);

    private final List<BudgetListener> listeners;

    SpendListeners(List<BudgetListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** @param before the states of the same budgets as {@code after}, in the same order */
    void tell(List<BudgetState> before, List<BudgetState> after) {
        for (int i = 0; i < after.size(); i++) {
            for (BudgetListener listener : listeners) {
                tell(listener, before.get(i), after.get(i));
            }
        }
    }

    private static void tell(BudgetListener listener, BudgetState before, BudgetState after) {
        try {
            listener.spent(before, after);
        } catch (RuntimeException | Error e) {
            LOG.warn("A budget listener failed", e);
        }
    }
}
