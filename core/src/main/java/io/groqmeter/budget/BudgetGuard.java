package io.groqmeter.budget;

import io.groqmeter.budget.AdmissionQueue.Waiter;
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
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Admits or refuses calls by the budgets and limits in force.
 *
 * <p>A decision reads and writes memory only. That memory holds the sums of the store's records plus the worst cases of open calls;
 * {@link BudgetRefresher} loads it and keeps it current. While the money of a hard budget is not loaded, its calls wait, and are
 * refused if it does not arrive in time.
 *
 * <p>Any thread may call it; nothing blocks. Futures complete on whatever thread brings the decision about.
 */
public final class BudgetGuard implements AutoCloseable {

    /** How long a call waits for money that others have reserved. */
    static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final InstantSource clock;
    private final SpendListeners listeners;
    private final ModelNames names;
    private final AdmissionControl control;
    private final BudgetRefresher refresher;

    /**
     * A guard that is idle until the meter starts it.
     *
     * @param store whose records count
     * @param source the rules; checked for changes every quarter of a second
     * @param prices their aliases tell which names a model goes by
     * @param listeners told of every change of a budget's spend
     */
    public BudgetGuard(
            UsageStore store,
            RulesSource source,
            Supplier<PriceList> prices,
            InstantSource clock,
            List<BudgetListener> listeners) {
        this.clock = clock;
        this.listeners = new SpendListeners(listeners);
        this.names = new ModelNames(prices);
        this.control = new AdmissionControl(store.calendar());
        this.refresher = new BudgetRefresher(control, names, store, source, clock);
    }

    /** A guard that admits everything. */
    public static BudgetGuard none(InstantSource clock) {
        UsageStore nothing = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        return new BudgetGuard(nothing, RulesSource.NONE, PriceList::shipped, clock, List.of());
    }

    /**
     * Loads the rules and the money, and starts to watch both for changes. Called once, by the meter.
     *
     * @throws IllegalArgumentException when a rule cannot be read, and so not be enforced
     */
    public void start(StoreBarrier barrier) {
        refresher.start(barrier);
    }

    /**
     * Decides about a call and reserves its worst case. The decision may take up to two seconds, while other calls have reserved the
     * money; the caller must wait for it.
     *
     * @param call as it will be recorded, with its worst case
     */
    public CompletableFuture<BudgetDecision> admit(OpenCall call, Quote quote) {
        return control.admit(names.reservation(call), quote, clock.instant(), this::limitWait);
    }

    /**
     * Decides again about a call that was admitted before its request had been read to the end. If it is refused, its first
     * reservation stays until the call is settled.
     */
    public CompletableFuture<BudgetDecision> amend(OpenCall amended, Quote quote) {
        return control.amend(names.reservation(amended), quote, this::limitWait);
    }

    private void limitWait(Waiter waiter) {
        refresher.after(MAX_WAIT, () -> control.timeOut(waiter));
        if (waiter.awaitsSums()) {
            refresher.refresh();
        }
    }

    /**
     * Whether a request may be sent whose cost and model cannot be told beforehand, such as a batch: not when a hard budget without
     * {@code allowUnpriced} applies to its sender or to a model.
     */
    public Optional<Refusal> permit(Attribution of) {
        OpenCall unknown = new OpenCall("unknown", clock.instant(), Endpoint.BATCHES, null, of, Optional.empty(), null);
        return control.permit(unknown, new Quote(Optional.empty(), true, true));
    }

    /**
     * Replaces a call's reservation by its cost.
     *
     * @param rest what it may have cost beyond that, held as an unsettled call is
     * @param enqueue hands the record over to be written; runs under the guard's lock, so that both orders are the same
     */
    public <T> T settle(UsageRecord record, Optional<OpenCall> rest, Supplier<T> enqueue) {
        return control.settle(
                names.spend(record),
                rest.map(names::reservation),
                clock.instant(),
                enqueue,
                refresher::refresh,
                listeners);
    }

    /**
     * Keeps holding a call's worst case, until it is resolved or its period ends.
     *
     * @param enqueue as in {@link #settle}
     */
    public <T> T unsettled(OpenCall call, Supplier<T> enqueue) {
        return control.unsettled(names.reservation(call), enqueue);
    }

    /** The rules in force. */
    public Rules rules() {
        return control.rules();
    }

    /** Why budgets cannot be enforced as set, in one sentence with the remedy; empty when they can. */
    public Optional<String> problem() {
        return control.problem();
    }

    /** Reads the rules now, instead of within a second; completes when they and their money are loaded. */
    public CompletableFuture<Void> reload() {
        return refresher.reload();
    }

    /** The state of every budget; an {@code each-} budget has one per name that has money in it. */
    public List<BudgetState> states() {
        return control.states(clock.instant());
    }

    /** The state of the budgets that apply to such calls. */
    public List<BudgetState> states(Attribution of, @Nullable String model) {
        Set<String> models = model == null ? Set.of() : Set.of(model);
        return control.states(of, models, clock.instant());
    }

    /** What is left of the tightest budget that applies to such calls; empty when none does. */
    public Optional<BigDecimal> remaining(Attribution of, @Nullable String model) {
        return rules().budgets().isEmpty()
                ? Optional.empty()
                : states(of, model).stream().map(BudgetState::remaining).min(BigDecimal::compareTo);
    }

    /** Stops watching, and refuses the calls that wait. */
    @Override
    public void close() {
        refresher.close();
        control.close();
    }
}
