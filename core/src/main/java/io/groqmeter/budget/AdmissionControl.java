package io.groqmeter.budget;

import io.groqmeter.budget.AdmissionQueue.Waiter;
import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admission decisions, and the money they depend on, under one lock.
 *
 * <p>Any thread may call it; nothing blocks. Waiting calls are decided again after every change, and told outside the lock.
 */
final class AdmissionControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Ledger ledger = new Ledger();
    private final Enforcement enforcement;
    private final AdmissionQueue waiting;
    private @Nullable String problem;

    AdmissionControl(UsageCalendar calendar) {
        this.enforcement = new Enforcement(ledger, calendar);
        this.waiting = new AdmissionQueue(enforcement, ledger);
    }

    /**
     * Decides about a call, or lets it wait.
     *
     * @param waits gets the call if it waits; the decision is complete otherwise
     */
    CompletableFuture<BudgetDecision> admit(Reservation wanted, Quote quote, Instant now, Consumer<Waiter> waits) {
        return locked(money -> {
            Finding finding = enforcement.check(wanted, quote, waiting.blocked(), problem);
            if (finding instanceof Finding.Exceeded exceeded) {
                return refused(exceeded.refusal());
            }
            return enforcement
                    .countRequest(wanted, now)
                    .map(AdmissionControl::refused)
                    .orElseGet(() -> decide(wanted, quote, false, finding, waits));
        });
    }

    /** Decides again about an admitted call whose worst case has grown. */
    CompletableFuture<BudgetDecision> amend(Reservation wanted, Quote quote, Consumer<Waiter> waits) {
        return locked(money -> {
            Finding finding = enforcement.checkAmended(wanted, quote, waiting.blocked(), problem);
            return decide(wanted, quote, true, finding, waits);
        });
    }

    private CompletableFuture<BudgetDecision> decide(
            Reservation wanted, Quote quote, boolean amends, Finding finding, Consumer<Waiter> waits) {
        if (finding instanceof Finding.Fits fits) {
            ledger.open(wanted);
            return CompletableFuture.completedFuture(new BudgetDecision.Admitted(fits.guarded()));
        }
        if (finding instanceof Finding.Exceeded exceeded) {
            return refused(exceeded.refusal());
        }
        var tooShort = (Finding.Short) finding;
        if (waiting.isFull()) {
            return refused(tooShort.refusal());
        }
        Waiter waiter = new Waiter(wanted, quote, amends, tooShort);
        waiting.add(waiter);
        waits.accept(waiter);
        return waiter.decision;
    }

    private static CompletableFuture<BudgetDecision> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new BudgetDecision.Refused(refusal));
    }

    /** The call has waited long enough. */
    void timeOut(Waiter waiter) {
        if (locked(money -> waiting.remove(waiter))) {
            waiter.refuse();
            change(money -> {}); // a call behind it may have waited only for it
        }
    }

    /** Whether budgets refuse a call of which neither cost nor model can be told. */
    Optional<Refusal> permit(OpenCall call, Quote quote) {
        Finding finding = locked(money -> enforcement.checkAnyModel(call, quote, problem));
        return finding instanceof Finding.Exceeded exceeded ? Optional.of(exceeded.refusal()) : Optional.empty();
    }

    /**
     * Replaces a call's reservation by its cost.
     *
     * @param rest what the call may have cost beyond its record
     * @param enqueue hands the record over to be written; runs under the lock, so that both orders are the same
     * @param uncounted runs when the call had no reservation, so that its cost has to be read from the store
     * @param listeners told of the budgets' states before and after, outside the lock
     */
    <T> T settle(
            Spend spend,
            Optional<Reservation> rest,
            Instant now,
            Supplier<T> enqueue,
            Runnable uncounted,
            SpendListeners listeners) {
        Deque<Runnable> then = new ArrayDeque<>();
        lock.lock();
        try {
            boolean admitted = ledger.holds(spend.record().id());
            if (admitted) {
                List<BudgetState> before = listeners.isEmpty() ? List.of() : enforcement.states(spend);
                ledger.settle(spend);
                rest.ifPresent(this::hold);
                if (!before.isEmpty()) {
                    List<BudgetState> after = enforcement.states(spend);
                    then.add(() -> listeners.tell(before, after));
                }
                enforcement.countTokens(spend, now);
            }
            T written = enqueue.get();
            boolean costs = spend.record().cost().signum() != 0 || rest.isPresent();
            if (!admitted && costs && !rules().budgets().isEmpty()) {
                uncounted.run();
            }
            waiting.sweep(problem, then);
            return written;
        } finally {
            lock.unlock();
            then.forEach(Runnable::run);
        }
    }

    /**
     * Keeps holding an unsettled call's worst case.
     *
     * @param enqueue as in {@link #settle}
     */
    <T> T unsettled(Reservation call, Supplier<T> enqueue) {
        return locked(money -> {
            hold(call);
            return enqueue.get();
        });
    }

    /** Without budgets nothing is held: the store has the call, and a budget set later reads it there. */
    private void hold(Reservation call) {
        if (rules().budgets().isEmpty()) {
            ledger.close(call.id());
        } else {
            ledger.open(call);
        }
    }

    /** Changes the money, then decides about waiting calls again. */
    void change(Consumer<Ledger> change) {
        Deque<Runnable> then = new ArrayDeque<>();
        lock.lock();
        try {
            change.accept(ledger);
            waiting.sweep(problem, then);
        } finally {
            lock.unlock();
            then.forEach(Runnable::run);
        }
    }

    /** Reads or changes the money without deciding again. */
    <T> T locked(Function<Ledger, T> work) {
        lock.lock();
        try {
            return work.apply(ledger);
        } finally {
            lock.unlock();
        }
    }

    void use(Rules fresh) {
        change(money -> enforcement.use(fresh));
    }

    /** The rules in force. */
    Rules rules() {
        return enforcement.rules();
    }

    /** The windows the budgets need at that instant. */
    Set<BudgetWindow> windows(Instant at) {
        return enforcement.windows(at);
    }

    /** Why budgets cannot be enforced as set; empty when they can. */
    Optional<String> problem() {
        return locked(money -> Optional.ofNullable(problem));
    }

    /** Replaces the problem and returns the one before. */
    Optional<String> problem(@Nullable String why) {
        return locked(money -> {
            Optional<String> before = Optional.ofNullable(problem);
            problem = why;
            return before;
        });
    }

    List<BudgetState> states(Instant now) {
        return locked(money -> enforcement.states(now));
    }

    List<BudgetState> states(Attribution of, Set<String> models, Instant now) {
        return locked(money -> enforcement.states(of, models, now));
    }

    void tidy(Instant now) {
        locked(money -> {
            enforcement.tidy(now);
            return money;
        });
    }

    /** Refuses all waiting calls. */
    void close() {
        Deque<Runnable> refusals = new ArrayDeque<>();
        locked(money -> {
            waiting.clear(refusals);
            return money;
        });
        refusals.forEach(Runnable::run);
    }
}
