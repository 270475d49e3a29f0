package io.groqmeter.budget;

import java.util.List;
import java.util.function.Function;

/**
 * The budgets and limits in force. Immutable.
 *
 * @param budgets no two with the same id
 * @param limits no two with the same id
 */
public record Rules(List<Budget> budgets, List<Limit> limits) {

    /** Everything is allowed. */
    public static final Rules NONE = new Rules(List.of(), List.of());

    public Rules {
        budgets = List.copyOf(budgets);
        limits = List.copyOf(limits);
        unique(budgets, Budget::id);
        unique(limits, Limit::id);
    }

    private static <R> void unique(List<R> rules, Function<R, String> id) {
        List<String> ids = rules.stream().map(id).sorted().toList();
        for (int i = 1; i < ids.size(); i++) {
            if (ids.get(i).equals(ids.get(i - 1))) {
                throw new IllegalArgumentException(ids.get(i) + " is set twice; keep one of the two");
            }
        }
    }

    /** Whether any call could be refused for money. */
    public boolean hard() {
        return budgets.stream().anyMatch(Budget::hard);
    }
}
