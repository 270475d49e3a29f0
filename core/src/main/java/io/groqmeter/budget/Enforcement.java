package io.groqmeter.budget;

import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.budget.BudgetWindow.Line;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force, laid against the money: what they say about one call, and how budgets stand. Not thread-safe, but for
 * {@link #rules}.
 */
final class Enforcement {

    private final Ledger ledger;
    private final UsageCalendar calendar;
    private volatile Rules rules = Rules.NONE;
    private BudgetCheck check;
    private RateLimiter pace = new RateLimiter();

    Enforcement(Ledger ledger, UsageCalendar calendar) {
        this.ledger = ledger;
        this.calendar = calendar;
        this.check = new BudgetCheck(List.of(), ledger, calendar);
    }

    /** Puts rules in force, in place of those before. Limits that stay keep what is used of them. */
    void use(Rules fresh) {
        rules = fresh;
        check = new BudgetCheck(fresh.budgets(), ledger, calendar);
        pace = new RateLimiter(fresh.limits(), pace);
    }

    /** The rules in force. Any thread. */
    Rules rules() {
        return rules;
    }

    /**
     * What the budgets say about a call of which nothing is reserved.
     *
     * @param blocked where others wait already, and go first
     * @param problem why money is not known; null when it soon will be
     */
    Finding find(OpenCall call, Quote quote, Set<Line> blocked, @Nullable String problem) {
        return check.check(call, quote, blocked, problem);
    }

    /** What they say about a call that may turn out to be to any model. */
    Finding findWhateverModel(OpenCall call, Quote quote, @Nullable String problem) {
        return check.checkWhateverModel(call, quote, problem);
    }

    /** The same of a call of which a part is reserved, as if that part were not. */
    Finding findAmended(OpenCall call, Quote quote, Set<Line> blocked, @Nullable String problem) {
        OpenCall before = ledger.close(call.id());
        Finding finding = find(call, quote, blocked, problem);
        if (before != null) {
            ledger.open(before);
        }
        return finding;
    }

    /** Counts a call against the limits; empty when it may go, else nothing was counted. */
    Optional<Refusal> tooFast(OpenCall call, Instant now) {
        return pace.take(call.attribution(), ledger.models(call), now);
    }

    /** Counts what a call has used against the limits. */
    void used(UsageRecord record, Instant now) {
        pace.spend(
                record.attribution(),
                ledger.names(record.call().model()),
                record.usage().totalTokens(),
                now);
    }

    /** Forgets what is as good as new. */
    void tidy(Instant now) {
        pace.tidy(now);
    }

    /** The places budgets look at in that instant. */
    Set<BudgetWindow> places(Instant at) {
        Set<BudgetWindow> places = new HashSet<>();
        for (Budget budget : rules.budgets()) {
            places.add(new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(at, calendar)));
        }
        return places;
    }

    /** How every budget stands. */
    List<BudgetState> states(Instant now) {
        return BudgetStates.of(rules, ledger, calendar, now);
    }

    /** How the budgets stand that a record counts in. */
    List<BudgetState> states(UsageRecord record) {
        return states(record.attribution(), ledger.names(record.call().model()), record.startedAt());
    }

    /** How the budgets stand that are about such calls, where their money is known. */
    List<BudgetState> states(Attribution of, Set<String> models, Instant at) {
        List<BudgetState> states = new ArrayList<>();
        check.each(of, models, (budget, group) -> {
            Line line = check.line(budget, group, at);
            SpendTotal tally = ledger.tally(line);
            if (tally != null) {
                states.add(BudgetState.of(budget, group, line.place().window(), tally));
            }
        });
        return states;
    }
}
