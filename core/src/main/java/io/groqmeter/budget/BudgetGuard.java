package io.groqmeter.budget;

import io.groqmeter.budget.AdmissionQueue.Waiter;
import io.groqmeter.budget.BudgetCheck.Finding;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls through or refuses them, by the budgets and limits in force.
 *
 * <p>A decision reads and writes memory only, under one lock. What the memory says is what the store's records add up to, plus the
 * worst cases of open calls: {@link BudgetWatch} loads it, notices changed rules, new periods and calls that somebody else settled.
 * Where a hard budget's money is not loaded, its calls wait, and are refused if it does not come.
 *
 * <p>Any thread may call it; nothing blocks. Futures complete on whatever thread brings the decision about.
 */
public final class BudgetGuard implements AutoCloseable {

    /** How long a call waits for others to give back what they have reserved. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(BudgetGuard.class);

    /** Runs work when all that was handed to the store before is in it, and nothing that comes after. */
    @FunctionalInterface
    public interface Between {
        CompletableFuture<Void> run(Runnable work);
    }

    private final InstantSource clock;
    private final List<BudgetListener> listeners;
    private final ReentrantLock lock = new ReentrantLock();
    private final BudgetWatch watch;
    private final Ledger ledger;
    private final Enforcement enforcement;
    private final AdmissionQueue waiting;
    private @Nullable String problem;

    /**
     * A guard that stands idle until the meter starts it.
     *
     * @param store whose records count
     * @param source the rules; looked at every quarter of a second
     * @param prices tell by their aliases which names a model goes by
     * @param listeners who hears how budgets stand
     */
    public BudgetGuard(
            UsageStore store,
            RulesSource source,
            Supplier<PriceList> prices,
            InstantSource clock,
            List<BudgetListener> listeners) {
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
        this.ledger = new Ledger(prices);
        this.enforcement = new Enforcement(ledger, store.calendar());
        this.waiting = new AdmissionQueue(enforcement, ledger);
        this.watch = new BudgetWatch(this, store, source, clock);
    }

    /** A guard that lets everything through. */
    public static BudgetGuard none(InstantSource clock) {
        UsageStore nothing = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        return new BudgetGuard(nothing, RulesSource.NONE, PriceList::shipped, clock, List.of());
    }

    /**
     * Reads the rules and the money, and begins to watch both. Called once, by the meter.
     *
     * @param between runs work when all that settled before is in the store and nothing that settles after
     * @throws IllegalArgumentException when a rule cannot be understood, and so not be enforced
     */
    public void start(Between between) {
        watch.start(between);
    }

    // ---- what the meter asks -----------------------------------------------------------------------------------

    /**
     * Decides about a call and reserves its worst case. The answer may take up to two seconds, while others stand in the
     * way; whoever asked must wait for it.
     *
     * @param call as it will be put down, with its worst case
     */
    public CompletableFuture<BudgetDecision> admit(OpenCall call, Quote quote) {
        return locked(() -> {
            Finding finding = enforcement.find(call, quote, waiting.blocked(), problem);
            if (finding instanceof Finding.Passed passed) {
                return refused(passed.refusal());
            }
            Optional<Refusal> tooFast = enforcement.tooFast(call, clock.instant());
            return tooFast.map(BudgetGuard::refused).orElseGet(() -> admit(call, quote, false, finding));
        });
    }

    /**
     * Decides anew about a call that was admitted before its request had been read to the end. When it is refused, what was reserved
     * stays so until the call is settled.
     */
    public CompletableFuture<BudgetDecision> amend(OpenCall amended, Quote quote) {
        return locked(
                () -> admit(amended, quote, true, enforcement.findAmended(amended, quote, waiting.blocked(), problem)));
    }

    private CompletableFuture<BudgetDecision> admit(OpenCall call, Quote quote, boolean amends, Finding finding) {
        if (finding instanceof Finding.Fits fits) {
            ledger.open(call);
            return CompletableFuture.completedFuture(new BudgetDecision.Admitted(fits.guarded()));
        }
        if (finding instanceof Finding.Passed passed) {
            return refused(passed.refusal());
        }
        var tooShort = (Finding.Short) finding;
        if (waiting.isFull()) {
            return refused(tooShort.inVain());
        }
        Waiter waiter = new Waiter(call, quote, amends, tooShort);
        waiting.add(waiter);
        watch.after(PATIENCE, () -> giveUp(waiter));
        if (tooShort.inVain().reason() == Reason.BUDGET_UNAVAILABLE) {
            watch.refresh();
        }
        return waiter.answer;
    }

    private static CompletableFuture<BudgetDecision> refused(Refusal refusal) {
        return CompletableFuture.completedFuture(new BudgetDecision.Refused(refusal));
    }

    /**
     * Whether something may be sent whose cost cannot be told from its request, nor for which model it is, such as a batch: not where
     * a hard budget without {@code allowUnpriced} is about its sender or about a model.
     */
    public Optional<Refusal> permit(Attribution of) {
        OpenCall unknown = new OpenCall("unknown", clock.instant(), Endpoint.BATCHES, null, of, Optional.empty(), null);
        Quote boundless = new Quote(Optional.empty(), true, true);
        Finding finding = locked(() -> enforcement.findWhateverModel(unknown, boundless, problem));
        return finding instanceof Finding.Passed passed ? Optional.of(passed.refusal()) : Optional.empty();
    }

    /**
     * Puts what a call cost in the place of what was reserved for it.
     *
     * @param rest what it may have cost beyond that, to be held as an unsettled call is
     * @param enqueue hands the record over to be written; runs within, so that the order of both is the same
     */
    public <T> T settle(UsageRecord record, Optional<OpenCall> rest, Supplier<T> enqueue) {
        Deque<Runnable> then = new ArrayDeque<>();
        lock.lock();
        try {
            boolean admitted = ledger.holds(record.id());
            if (admitted) {
                List<BudgetState> before = listeners.isEmpty() ? List.of() : enforcement.states(record);
                ledger.settle(record);
                rest.ifPresent(this::hold);
                watch.settled(record);
                tell(before, record, then);
                enforcement.used(record, clock.instant());
            }
            T written = enqueue.get();
            if (!admitted
                    && (record.cost().signum() != 0 || rest.isPresent())
                    && !rules().budgets().isEmpty()) {
                watch.refresh(); // a record that may be known already counts when the store has it
            }
            waiting.sweep(problem, then);
            return written;
        } finally {
            lock.unlock();
            then.forEach(Runnable::run);
        }
    }

    /**
     * Goes on holding a call's worst case: until somebody resolves it, or its period ends.
     *
     * @param enqueue hands the call over to be written; runs within, as with {@link #settle}
     */
    public <T> T unsettled(OpenCall call, Supplier<T> enqueue) {
        return locked(() -> {
            hold(call);
            return enqueue.get();
        });
    }

    /** Where there are no budgets nothing is kept: the store has it, and a budget that comes reads it there. */
    private void hold(OpenCall call) {
        if (rules().budgets().isEmpty()) {
            ledger.close(call.id());
        } else {
            ledger.open(call);
        }
    }

    // ---- deciding ----------------------------------------------------------------------------------------------

    private void giveUp(Waiter waiter) {
        if (locked(() -> waiting.remove(waiter))) {
            waiter.refuse();
            changed(() -> {}); // somebody behind may have waited only for it
        }
    }

    /** Changes something under the lock, and then asks those who wait. */
    void changed(Runnable change) {
        Deque<Runnable> then = new ArrayDeque<>();
        lock.lock();
        try {
            change.run();
            waiting.sweep(problem, then);
        } finally {
            lock.unlock();
            then.forEach(Runnable::run);
        }
    }

    // ---- what the watch brings ---------------------------------------------------------------------------------

    void rules(Rules fresh) {
        changed(() -> enforcement.use(fresh));
    }

    /** The places budgets look at in that instant. */
    Set<BudgetWindow> places(Instant at) {
        return enforcement.places(at);
    }

    /** Why budgets cannot be enforced as they are set; null when they can. */
    void problem(@Nullable String why) {
        alone(() -> {
            if (why != null && !why.equals(problem)) {
                LOG.error("Budgets: {}", why);
            } else if (why == null && problem != null) {
                LOG.info("Budgets are enforced again as they are set");
            }
            problem = why;
        });
    }

    /** The money; to be used under the lock. */
    Ledger ledger() {
        return ledger;
    }

    <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    private void alone(Runnable change) {
        locked(() -> {
            change.run();
            return change;
        });
    }

    void tidy() {
        alone(() -> enforcement.tidy(clock.instant()));
    }

    // ---- what people ask ---------------------------------------------------------------------------------------

    /** The rules in force. */
    public Rules rules() {
        return enforcement.rules();
    }

    /** Why budgets cannot be enforced as they are set, in one sentence with the mend; empty when they can. */
    public Optional<String> problem() {
        return locked(() -> Optional.ofNullable(problem));
    }

    /** Looks at the rules now, instead of within a second; completes when they and their money are loaded. */
    public CompletableFuture<Void> reload() {
        return watch.reload();
    }

    /** How every budget stands; one for each name is told of once per name that has money in it. */
    public List<BudgetState> states() {
        Instant now = clock.instant();
        return locked(() -> enforcement.states(now));
    }

    /** How the budgets stand that are about such calls. */
    public List<BudgetState> states(Attribution of, @Nullable String model) {
        return locked(() -> {
            Set<String> models = model == null ? Set.of() : Set.of(model);
            return enforcement.states(of, models, clock.instant());
        });
    }

    /** What is left of the tightest budget that is about such calls; empty when none is. */
    public Optional<BigDecimal> remaining(Attribution of, @Nullable String model) {
        return rules().budgets().isEmpty()
                ? Optional.empty()
                : states(of, model).stream().map(BudgetState::remaining).min(BigDecimal::compareTo);
    }

    private void tell(List<BudgetState> before, UsageRecord record, Deque<Runnable> then) {
        List<BudgetState> after = before.isEmpty() ? List.of() : enforcement.states(record);
        for (int i = 0; i < after.size(); i++) {
            BudgetState was = before.get(i);
            BudgetState is = after.get(i);
            then.add(() -> listeners.forEach(listener -> tell(listener, was, is)));
        }
    }

    private static void tell(BudgetListener listener, BudgetState before, BudgetState after) {
        try {
            listener.spent(before, after);
        } catch (RuntimeException | Error e) {
            LOG.warn("A budget listener failed", e);
        }
    }

    /** Ends the watching, and refuses the calls that wait. */
    @Override
    public void close() {
        watch.close();
        Deque<Runnable> refusals = new ArrayDeque<>();
        alone(() -> waiting.clear(refusals));
        refusals.forEach(Runnable::run);
    }
}
