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

/** How budgets stand, for people to look at. */
public final class BudgetStates {

    private BudgetStates() {}

    /** How every budget stands by what the store says, for who reads it beside a gateway. */
    public static List<BudgetState> read(
            UsageStore store, List<Budget> budgets, Supplier<PriceList> prices, Instant now) {
        UsageCalendar calendar = store.calendar();
        Set<BudgetWindow> places = new HashSet<>();
        for (Budget budget : budgets) {
            places.add(new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(now, calendar)));
        }
        Ledger ledger = new Ledger(prices);
        ledger.replace(StoredSpend.read(store, places), List.of(), List.of());
        for (OpenCall call : store.openCalls()) {
            ledger.open(call);
        }
        return of(new Rules(budgets, List.of()), ledger, calendar, now);
    }

    static List<BudgetState> of(Rules rules, Ledger ledger, UsageCalendar calendar, Instant now) {
        BudgetCheck check = new BudgetCheck(rules.budgets(), ledger, calendar);
        List<BudgetState> states = new ArrayList<>();
        for (Budget budget : rules.budgets()) {
            BudgetWindow place = check.line(budget, SpendGrouping.WHOLE, now).place();
            if (!ledger.knows(place)) {
                continue;
            }
            if (budget.scope().group().isPresent()) {
                states.add(state(budget, budget.scope().group().get(), place, ledger));
            } else {
                for (String group : new TreeMap<>(ledger.groups(place)).keySet()) {
                    check.about(place.grouping(), group, (rule, name) -> {
                        if (rule.equals(budget)) {
                            states.add(state(budget, name, place, ledger));
                        }
                    });
                }
            }
        }
        return states;
    }

    private static BudgetState state(Budget budget, String group, BudgetWindow place, Ledger ledger) {
        SpendTotal tally = ledger.groups(place).getOrDefault(group, SpendTotal.ZERO);
        return BudgetState.of(budget, group, place.window(), tally);
    }
}
