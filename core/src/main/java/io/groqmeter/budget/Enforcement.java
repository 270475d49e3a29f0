package io.groqmeter.budget;

import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules in force, applied to the ledger's money. Not thread-safe, except {@link #rules}. */
final class Enforcement {

    private final Ledger ledger;
    private final UsageCalendar calendar;
    private volatile Rules rules = Rules.NONE;
    private BudgetCheck check;
    private RateLimiter limiter = new RateLimiter();

    Enforcement(Ledger ledger, UsageCalendar calendar) {
        this.ledger = ledger;
        this.calendar = calendar;
        this.check = new BudgetCheck(List.of(), ledger, calendar);
    }

    /** Replaces the rules. Limits that stay keep their counts. */
    void use(Rules fresh) {
        rules = fresh;
        check = new BudgetCheck(fresh.budgets(), ledger, calendar);
        limiter = new RateLimiter(fresh.limits(), limiter);
    }

    /** The rules in force. Any thread. */
    Rules rules() {
        return rules;
    }

    /**
     * Checks the budgets for a call that has no reservation.
     *
     * @param blocked where other calls wait and go first
     * @param problem why money is not known; null when it soon will be
     */
    Finding check(Reservation wanted, Quote quote, Set<SpendKey> blocked, @Nullable String problem) {
        return check.check(wanted, quote, blocked, problem);
    }

    /** Checks the budgets for a call whose model is not known. */
    Finding checkAnyModel(OpenCall call, Quote quote, @Nullable String problem) {
        return check.checkAnyModel(call, quote, problem);
    }

    /** Checks the budgets for a call that has a smaller reservation, as if it had none. */
    Finding checkAmended(Reservation wanted, Quote quote, Set<SpendKey> blocked, @Nullable String problem) {
        Reservation before = ledger.close(wanted.id());
        Finding finding = check(wanted, quote, blocked, problem);
        if (before != null) {
            ledger.open(before);
        }
        return finding;
    }

    /** Counts a call against the limits; when one refuses it, counts nothing. */
    Optional<Refusal> countRequest(Reservation call, Instant now) {
        return limiter.take(call.call().attribution(), call.models(), now);
    }

    /** Counts a settled call's tokens against the limits. */
    void countTokens(Spend spend, Instant now) {
        limiter.spend(
                spend.record().attribution(),
                spend.models(),
                spend.record().usage().totalTokens(),
                now);
    }

    /** Drops the state of limits that nothing is counted against any more. */
    void tidy(Instant now) {
        limiter.tidy(now);
    }

    /** The windows the budgets need at that instant. Any thread. */
    Set<BudgetWindow> windows(Instant at) {
        Set<BudgetWindow> windows = new HashSet<>();
        for (Budget budget : rules.budgets()) {
            windows.add(new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(at, calendar)));
        }
        return windows;
    }

    /** The state of every budget. */
    List<BudgetState> states(Instant now) {
        return BudgetStates.of(rules, ledger, calendar, now);
    }

    /** The state of the budgets a settled call counts in. */
    List<BudgetState> states(Spend spend) {
        return states(
                spend.record().attribution(), spend.models(), spend.record().startedAt());
    }

    /** The state of the budgets that apply to such calls and whose money is known. */
    List<BudgetState> states(Attribution of, Set<String> models, Instant at) {
        List<BudgetState> states = new ArrayList<>();
        check.each(of, models, (budget, group) -> {
            BudgetWindow window = check.window(budget, at);
            SpendTotal total = ledger.total(new SpendKey(window, group));
            if (total != null) {
                states.add(BudgetState.of(budget, group, window.time(), total));
            }
        });
        return states;
    }
}
