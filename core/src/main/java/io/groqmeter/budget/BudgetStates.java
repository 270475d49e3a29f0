package io.groqmeter.budget;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The state of every budget. */
public final class BudgetStates {

    private BudgetStates() {}

    /** The state of every budget by what is in the store; for programs that read it beside a gateway. */
    public static List<BudgetState> read(
            UsageStore store, List<Budget> budgets, Supplier<PriceList> prices, Instant now) {
        UsageCalendar calendar = store.calendar();
        Set<BudgetWindow> windows = new HashSet<>();
        for (Budget budget : budgets) {
            windows.add(new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(now, calendar)));
        }
        ModelNames names = new ModelNames(prices);
        Ledger ledger = new Ledger();
        ledger.replace(new StoredSpend(store, names).read(windows), List.of(), List.of());
        for (OpenCall call : store.openCalls()) {
            ledger.open(names.reservation(call));
        }
        return of(new Rules(budgets, List.of()), ledger, calendar, now);
    }

    static List<BudgetState> of(Rules rules, Ledger ledger, UsageCalendar calendar, Instant now) {
        BudgetCheck check = new BudgetCheck(rules.budgets(), ledger, calendar);
        List<BudgetState> states = new ArrayList<>();
        for (Budget budget : rules.budgets()) {
            BudgetWindow window = check.window(budget, now);
            if (!ledger.knows(window)) {
                continue;
            }
            if (budget.scope().group().isPresent()) {
                states.add(state(budget, budget.scope().group().get(), window, ledger));
            } else {
                for (String group : new TreeMap<>(ledger.groups(window)).keySet()) {
                    check.forGroup(window.grouping(), group, (rule, name) -> {
                        if (rule.equals(budget)) {
                            states.add(state(budget, name, window, ledger));
                        }
                    });
                }
            }
        }
        return states;
    }

    private static BudgetState state(Budget budget, String group, BudgetWindow window, Ledger ledger) {
        SpendTotal total = ledger.groups(window).getOrDefault(group, SpendTotal.ZERO);
        return BudgetState.of(budget, group, window.time(), total);
    }
}
