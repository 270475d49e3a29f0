package io.groqmeter.budget;

import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.store.OpenCall;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a call with the budgets that apply to it. Reads the ledger, changes nothing. */
final class BudgetCheck {

    private final ScopeIndex<Budget> budgets;
    private final Ledger ledger;
    private final UsageCalendar calendar;
    private final Set<String> models;

    BudgetCheck(List<Budget> budgets, Ledger ledger, UsageCalendar calendar) {
        this.budgets = new ScopeIndex<>(budgets, Budget::scope, Budget::period);
        this.ledger = ledger;
        this.calendar = calendar;
        this.models = budgets.stream()
                .map(Budget::scope)
                .filter(scope ->
                        SpendGrouping.of(scope) instanceof SpendGrouping.BySubject by && by.subject() == Subject.MODEL)
                .flatMap(scope -> scope.group().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The result of a check. */
    sealed interface Finding {

        /** No budget refuses the call. */
        record Fits(boolean guarded) implements Finding {}

        /** A budget refuses the call, and waiting would not help. */
        record Exceeded(Refusal refusal) implements Finding {}

        /**
         * The call may fit once others have ended, or once a window is loaded.
         *
         * @param refusal the answer when that does not happen in time
         * @param keys where money is short
         */
        record Short(Refusal refusal, Set<SpendKey> keys) implements Finding {}
    }

    /**
     * Checks a call that has no reservation yet.
     *
     * @param blocked where other calls wait and go first
     * @param problem why windows are not loaded; null when they soon will be
     */
    Finding check(Reservation wanted, Quote quote, Set<SpendKey> blocked, @Nullable String problem) {
        if (budgets.isEmpty()) {
            return new Finding.Fits(false);
        }
        Comparison comparison = new Comparison(wanted.call(), quote, blocked, problem);
        each(wanted.call().attribution(), wanted.models(), comparison);
        return comparison.finding();
    }

    /** Checks a call whose model is not known. */
    Finding checkAnyModel(OpenCall call, Quote quote, @Nullable String problem) {
        Comparison comparison = new Comparison(call, quote, Set.of(), problem);
        each(call.attribution(), models, comparison);
        return comparison.finding();
    }

    /** Passes on each budget that applies to such calls, with the group they are in. */
    void each(Attribution of, Set<String> models, BiConsumer<Budget, String> action) {
        budgets.matching(of, models, action);
    }

    /** Passes on each budget that applies to a group. */
    void forGroup(SpendGrouping grouping, String group, BiConsumer<Budget, String> action) {
        budgets.matching(grouping, group, action);
    }

    BudgetWindow window(Budget budget, Instant at) {
        return new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(at, calendar));
    }

    /** The comparison of one call with budget after budget: the tightest result so far. */
    private final class Comparison implements BiConsumer<Budget, String> {

        private final OpenCall call;
        private final Quote quote;
        private final Set<SpendKey> blocked;
        private final @Nullable String problem;
        private final Set<SpendKey> shortOf = new HashSet<>();
        private boolean guarded;
        private @Nullable Refusal exceeded;
        private @Nullable Refusal refusalIfShort;
        private BigDecimal least = BigDecimal.ZERO;

        Comparison(OpenCall call, Quote quote, Set<SpendKey> blocked, @Nullable String problem) {
            this.call = call;
            this.quote = quote;
            this.blocked = blocked;
            this.problem = problem;
        }

        @Override
        public void accept(Budget budget, String group) {
            if (!budget.hard()) {
                return;
            }
            guarded = true;
            boolean bounded = quote.bounded() || !quote.whole();
            if (!bounded && !budget.allowUnpriced()) {
                exceeded(BigDecimal.ZERO, unpriced(budget));
                return;
            }
            if (bounded && quote.amount().signum() == 0) {
                return; // a call that costs nothing exceeds no budget, not even one that is used up
            }
            SpendKey key = new SpendKey(window(budget, call.startedAt()), group);
            SpendTotal total = ledger.total(key);
            if (total == null) {
                shortOf.add(key);
                refusalIfShort = unavailable(budget);
                return;
            }
            BigDecimal left = budget.usd().subtract(total.committed());
            boolean over = left.compareTo(quote.amount()) < 0 || (!bounded && left.signum() <= 0);
            if (over) {
                exceeded(left, overspent(budget, group, total, key.window().time()));
            } else if (left.subtract(total.reserved()).compareTo(quote.amount()) < 0 || blocked.contains(key)) {
                shortOf.add(key);
                refusalIfShort = refusalIfShort == null ? busy(budget, total) : refusalIfShort;
            }
        }

        private void exceeded(BigDecimal left, Refusal refusal) {
            if (exceeded == null || left.compareTo(least) < 0) {
                exceeded = refusal;
                least = left;
            }
        }

        Finding finding() {
            if (exceeded != null) {
                return new Finding.Exceeded(exceeded);
            }
            return refusalIfShort == null ? new Finding.Fits(guarded) : new Finding.Short(refusalIfShort, shortOf);
        }

        private Refusal overspent(Budget budget, String group, SpendTotal total, Window period) {
            String whose = budget.scope() instanceof Scope.Each each
                    ? " (here " + each.subject().label() + " " + group + ")"
                    : "";
            String held = total.unsettled().signum() == 0
                    ? ""
                    : " and " + PlainDecimal.of(total.unsettled()) + " USD" + " held for unsettled calls";
            return refusal(
                    Reason.BUDGET_EXCEEDED,
                    "This call could pass " + budget.inWords() + whose + ": " + PlainDecimal.of(total.spent()) + " USD"
                            + " spent"
                            + held + ", and it could cost up to " + PlainDecimal.of(quote.amount()) + " USD" + ". "
                            + reset(budget, period));
        }

        private String reset(Budget budget, Window period) {
            return budget.period() == BudgetPeriod.TOTAL
                    ? "It does not reset."
                    : "It resets at "
                            + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(period.end()
                                    .atZone(calendar.zone())
                                    .toOffsetDateTime()
                                    .truncatedTo(ChronoUnit.SECONDS))
                            + ".";
        }

        private Refusal busy(Budget budget, SpendTotal total) {
            return new Refusal(
                    Reason.BUDGET_BUSY,
                    "Calls in flight have reserved " + PlainDecimal.of(total.reserved()) + " USD" + " of "
                            + budget.inWords()
                            + ", and this one could cost up to " + PlainDecimal.of(quote.amount()) + " USD"
                            + ". Some of it comes back when they end; try again.",
                    Optional.of(Duration.ofSeconds(1)));
        }

        private Refusal unpriced(Budget budget) {
            String model = call.requestModel() == null ? "" : " of " + call.requestModel();
            String why = quote.priced()
                    ? "Nothing in the request bounds what this call" + model + " can cost"
                    : "No price is known for this call" + model;
            String mend = quote.priced() ? "" : "give its model a price in prices.json, or ";
            return refusal(
                    Reason.UNPRICED,
                    why + ", and " + budget.inWords() + " must not be passed. To let such calls through, " + mend
                            + "set the budget with --allow-unpriced.");
        }

        private Refusal unavailable(Budget budget) {
            return new Refusal(
                    Reason.BUDGET_UNAVAILABLE,
                    "What is spent of " + budget.inWords() + " is not known at present"
                            + (problem == null ? "" : " (" + problem + ")") + ", so calls it is about are refused.",
                    Optional.of(Duration.ofSeconds(1)));
        }

        private Refusal refusal(Reason reason, String message) {
            return new Refusal(reason, message, Optional.empty());
        }
    }
}
