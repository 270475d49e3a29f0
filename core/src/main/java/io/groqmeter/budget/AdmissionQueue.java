package io.groqmeter.budget;

import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.budget.BudgetWindow.Line;
import io.groqmeter.store.OpenCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls that wait until others give back what they have reserved, first come first served. Not thread-safe. */
final class AdmissionQueue {

    /** More need not wait: their turn would not come in time. */
    private static final int MOST = 1_000;

    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Enforcement enforcement;
    private final Ledger ledger;

    AdmissionQueue(Enforcement enforcement, Ledger ledger) {
        this.enforcement = enforcement;
        this.ledger = ledger;
    }

    /** A call that waits. */
    static final class Waiter {

        final OpenCall call;
        final Quote quote;
        final boolean amends;
        final CompletableFuture<BudgetDecision> answer = new CompletableFuture<>();
        private Finding.Short found;

        /** @param amends whether less is reserved for it already */
        Waiter(OpenCall call, Quote quote, boolean amends, Finding.Short found) {
            this.call = call;
            this.quote = quote;
            this.amends = amends;
            this.found = found;
        }

        void refuse() {
            answer.complete(new BudgetDecision.Refused(found.inVain()));
        }
    }

    boolean isFull() {
        return waiters.size() >= MOST;
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    /** Takes one out; false when it waits no longer. */
    boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Where somebody waits; who comes later must not go first there. */
    Set<Line> blocked() {
        if (waiters.isEmpty()) {
            return Set.of();
        }
        Set<Line> lines = new HashSet<>();
        waiters.forEach(waiter -> lines.addAll(waiter.found.lines()));
        return lines;
    }

    /**
     * Decides about each again, in order, and takes out those that need not wait any longer.
     *
     * @param problem why money is not known; null when it soon will be
     * @param decided gets what tells them
     */
    void sweep(@Nullable String problem, Deque<Runnable> decided) {
        Set<Line> blocked = new HashSet<>();
        for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
            Runnable answer = again(each.next(), blocked, problem);
            if (answer != null) {
                each.remove();
                decided.add(answer);
            }
        }
    }

    private @Nullable Runnable again(Waiter waiter, Set<Line> blocked, @Nullable String problem) {
        if (waiter.amends && !ledger.holds(waiter.call.id())) {
            return waiter::refuse; // it has ended meanwhile
        }
        Finding finding = waiter.amends
                ? enforcement.findAmended(waiter.call, waiter.quote, blocked, problem)
                : enforcement.find(waiter.call, waiter.quote, blocked, problem);
        if (finding instanceof Finding.Short tooShort) {
            waiter.found = tooShort;
            blocked.addAll(tooShort.lines());
            return null;
        }
        if (finding instanceof Finding.Passed passed) {
            return () -> waiter.answer.complete(new BudgetDecision.Refused(passed.refusal()));
        }
        ledger.open(waiter.call);
        boolean guarded = ((Finding.Fits) finding).guarded();
        return () -> waiter.answer.complete(new BudgetDecision.Admitted(guarded));
    }

    /** Takes all out. */
    void clear(Deque<Runnable> refusals) {
        waiters.forEach(waiter -> refusals.add(waiter::refuse));
        waiters.clear();
    }
}
