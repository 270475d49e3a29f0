package io.groqmeter.budget;

import io.groqmeter.budget.Place.Line;
import io.groqmeter.store.OpenCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls that wait until others give back what they have reserved, first come first served. Not thread-safe. */
final class WaitingLine {

    private final Deque<Waiter> waiters = new ArrayDeque<>();

    /** A call that waits. */
    static final class Waiter {

        final OpenCall call;
        final Quote quote;
        final boolean amends;
        final CompletableFuture<Verdict> answer = new CompletableFuture<>();
        BudgetCheck.Finding.Short found;

        /** @param amends whether less is reserved for it already */
        Waiter(OpenCall call, Quote quote, boolean amends, BudgetCheck.Finding.Short found) {
            this.call = call;
            this.quote = quote;
            this.amends = amends;
            this.found = found;
        }
    }

    boolean isEmpty() {
        return waiters.isEmpty();
    }

    int size() {
        return waiters.size();
    }

    void add(Waiter waiter) {
        waiters.add(waiter);
    }

    /** Takes one out; false when it waits no longer. */
    boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Where somebody waits; who comes later must not go first there. */
    void blocked(Set<Line> lines) {
        waiters.forEach(waiter -> lines.addAll(waiter.found.lines()));
    }

    /**
     * Asks for each again, in order, and takes out those that need not wait any longer.
     *
     * @param decision null when it must go on waiting
     */
    void sweep(Function<Waiter, @Nullable Runnable> decision, Deque<Runnable> decided) {
        Iterator<Waiter> each = waiters.iterator();
        while (each.hasNext()) {
            Waiter waiter = each.next();
            Runnable answer = decision.apply(waiter);
            if (answer != null) {
                each.remove();
                decided.add(answer);
            }
        }
    }
}
