package io.groqmeter.budget;

import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.budget.Refusal.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls that wait for money others have reserved, first come first served. Not thread-safe. */
final class AdmissionQueue {

    /** The most calls that wait; a later one would not be admitted in time. */
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

        final Reservation wanted;
        final Quote quote;
        final boolean amends;
        final CompletableFuture<BudgetDecision> decision = new CompletableFuture<>();
        private Finding.Short found;

        /** @param amends whether the call was admitted with a smaller reservation */
        Waiter(Reservation wanted, Quote quote, boolean amends, Finding.Short found) {
            this.wanted = wanted;
            this.quote = quote;
            this.amends = amends;
            this.found = found;
        }

        /** Whether the call waits for a window to be loaded. */
        boolean awaitsSums() {
            return found.refusal().reason() == Reason.BUDGET_UNAVAILABLE;
        }

        void refuse() {
            decision.complete(new BudgetDecision.Refused(found.refusal()));
        }
    }

    boolean isFull() {
        return waiters.size() >= MOST;
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    /** Removes a call; false when it no longer waits. */
    boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Where calls wait; a later call must not overtake them there. */
    Set<SpendKey> blocked() {
        if (waiters.isEmpty()) {
            return Set.of();
        }
        Set<SpendKey> keys = new HashSet<>();
        waiters.forEach(waiter -> keys.addAll(waiter.found.keys()));
        return keys;
    }

    /**
     * Checks each call again, in order, and removes those that are decided.
     *
     * @param problem why money is not known; null when it soon will be
     * @param decided gets the completions of their futures, to be run outside the lock
     */
    void sweep(@Nullable String problem, Deque<Runnable> decided) {
        Set<SpendKey> blocked = new HashSet<>();
        for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
            Runnable completion = recheck(each.next(), blocked, problem);
            if (completion != null) {
                each.remove();
                decided.add(completion);
            }
        }
    }

    private @Nullable Runnable recheck(Waiter waiter, Set<SpendKey> blocked, @Nullable String problem) {
        if (waiter.amends && !ledger.holds(waiter.wanted.id())) {
            return waiter::refuse; // the call has ended meanwhile
        }
        Finding finding = waiter.amends
                ? enforcement.checkAmended(waiter.wanted, waiter.quote, blocked, problem)
                : enforcement.check(waiter.wanted, waiter.quote, blocked, problem);
        if (finding instanceof Finding.Short tooShort) {
            waiter.found = tooShort;
            blocked.addAll(tooShort.keys());
            return null;
        }
        if (finding instanceof Finding.Exceeded exceeded) {
            return () -> waiter.decision.complete(new BudgetDecision.Refused(exceeded.refusal()));
        }
        ledger.open(waiter.wanted);
        boolean guarded = ((Finding.Fits) finding).guarded();
        return () -> waiter.decision.complete(new BudgetDecision.Admitted(guarded));
    }

    /** Removes all calls. */
    void clear(Deque<Runnable> refusals) {
        waiters.forEach(waiter -> refusals.add(waiter::refuse));
        waiters.clear();
    }
}
