package io.groqmeter.budget;

import io.groqmeter.budget.BudgetWindow.Line;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.PlainDecimal;
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

/** Compares a call with every budget that is about it. Reads the ledger, changes nothing. */
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

    /** What comes out of it. */
    sealed interface Finding {

        /** No budget stands in the way. */
        record Fits(boolean guarded) implements Finding {}

        /** A budget is passed, and waiting would not help. */
        record Passed(Refusal refusal) implements Finding {}

        /**
         * It may fit once others have ended, or once a place is loaded.
         *
         * @param inVain what to say when that does not come about
         * @param lines where it is short
         */
        record Short(Refusal inVain, Set<Line> lines) implements Finding {}
    }

    /**
     * Compares.
     *
     * @param call with its worst case, which is not reserved yet
     * @param blocked where others wait already, and go first
     * @param problem why places are not loaded; null when they soon will be
     */
    Finding check(OpenCall call, Quote quote, Set<Line> blocked, @Nullable String problem) {
        if (budgets.isEmpty()) {
            return new Finding.Fits(false);
        }
        Course course = new Course(call, quote, blocked, problem);
        each(call.attribution(), ledger.models(call), course);
        return course.finding();
    }

    /** Compares a call that may turn out to be to any model. */
    Finding checkWhateverModel(OpenCall call, Quote quote, @Nullable String problem) {
        Course course = new Course(call, quote, Set.of(), problem);
        each(call.attribution(), models, course);
        return course.finding();
    }

    /** Hands over each budget that is about such calls, and the group they are in. */
    void each(Attribution of, Set<String> models, BiConsumer<Budget, String> action) {
        budgets.matching(of, models, action);
    }

    /** Hands over each budget that is about that group. */
    void about(SpendGrouping grouping, String group, BiConsumer<Budget, String> action) {
        budgets.matching(grouping, group, action);
    }

    Line line(Budget budget, String group, Instant at) {
        return new Line(new BudgetWindow(SpendGrouping.of(budget.scope()), budget.window(at, calendar)), group);
    }

    /** One call on its way through the budgets: the worst that was found so far. */
    private final class Course implements BiConsumer<Budget, String> {

        private final OpenCall call;
        private final Quote quote;
        private final Set<Line> blocked;
        private final @Nullable String problem;
        private final Set<Line> shortOf = new HashSet<>();
        private boolean guarded;
        private @Nullable Refusal passed;
        private @Nullable Refusal inVain;
        private BigDecimal least = BigDecimal.ZERO;

        Course(OpenCall call, Quote quote, Set<Line> blocked, @Nullable String problem) {
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
                passed(BigDecimal.ZERO, unpriced(budget));
                return;
            }
            if (bounded && quote.amount().signum() == 0) {
                return; // a call that costs nothing passes no budget, not even one that is used up
            }
            Line line = line(budget, group, call.startedAt());
            SpendTotal tally = ledger.tally(line);
            if (tally == null) {
                shortOf.add(line);
                inVain = unavailable(budget);
                return;
            }
            BigDecimal left = budget.usd().subtract(tally.gone());
            boolean over = left.compareTo(quote.amount()) < 0 || (!bounded && left.signum() <= 0);
            if (over) {
                passed(left, exceeded(budget, group, tally, line.place().window()));
            } else if (left.subtract(tally.reserved()).compareTo(quote.amount()) < 0 || blocked.contains(line)) {
                shortOf.add(line);
                inVain = inVain == null ? busy(budget, tally) : inVain;
            }
        }

        private void passed(BigDecimal left, Refusal refusal) {
            if (passed == null || left.compareTo(least) < 0) {
                passed = refusal;
                least = left;
            }
        }

        Finding finding() {
            if (passed != null) {
                return new Finding.Passed(passed);
            }
            return inVain == null ? new Finding.Fits(guarded) : new Finding.Short(inVain, shortOf);
        }

        private Refusal exceeded(Budget budget, String group, SpendTotal tally, Window window) {
            String whose = budget.scope() instanceof Scope.Each each
                    ? " (here " + each.subject().label() + " " + group + ")"
                    : "";
            String held = tally.unsettled().signum() == 0
                    ? ""
                    : " and " + PlainDecimal.of(tally.unsettled()) + " USD" + " held for unsettled calls";
            return refusal(
                    Reason.BUDGET_EXCEEDED,
                    "This call could pass " + budget.inWords() + whose + ": " + PlainDecimal.of(tally.spent()) + " USD"
                            + " spent"
                            + held + ", and it could cost up to " + PlainDecimal.of(quote.amount()) + " USD" + ". "
                            + reset(budget, window));
        }

        private String reset(Budget budget, Window window) {
            return budget.period() == BudgetPeriod.TOTAL
                    ? "It does not reset."
                    : "It resets at "
                            + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(window.end()
                                    .atZone(calendar.zone())
                                    .toOffsetDateTime()
                                    .truncatedTo(ChronoUnit.SECONDS))
                            + ".";
        }

        private Refusal busy(Budget budget, SpendTotal tally) {
            return new Refusal(
                    Reason.BUDGET_BUSY,
                    "Calls in flight have reserved " + PlainDecimal.of(tally.reserved()) + " USD" + " of "
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
