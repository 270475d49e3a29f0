package io.groqmeter.budget;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the budgets' money and rules current, on a thread of its own.
 *
 * <p>A refresh reads all sums again, between two batches of the store: they hold exactly what settled before it began. What settles
 * meanwhile is noted and added, so that a record counts once, however it reached the store.
 */
final class BudgetRefresher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetRefresher.class);
    private static final Duration TICK = Duration.ofMillis(250);

    /** How long before a period starts its money is read. It has none by then, unless the clock was set back. */
    private static final Duration AHEAD = Duration.ofSeconds(10);

    private static final long LOADING_SECONDS = 30;
    private static final int TICKS_PER_CHECK = 4;

    private final AdmissionControl control;
    private final ModelNames names;
    private final StoredSpend spend;
    private final UsageStore store;
    private final RulesSource source;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread;
    private volatile StoreBarrier barrier =
            work -> CompletableFuture.failedFuture(new IllegalStateException("the guard was not started"));
    private volatile @Nullable String rulesFault;
    private volatile @Nullable String moneyFault;
    private Object stamp = "never read";
    private long ticks;

    /** The refresh that was requested while another was running. Guarded by the control's lock. */
    private @Nullable CompletableFuture<Void> next;

    BudgetRefresher(
            AdmissionControl control, ModelNames names, UsageStore store, RulesSource source, InstantSource clock) {
        this.control = control;
        this.names = names;
        this.spend = new StoredSpend(store, names);
        this.store = store;
        this.source = source;
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread worker = new Thread(work, "groqmeter-budgets");
            worker.setDaemon(true);
            return worker;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    void start(StoreBarrier storeBarrier) {
        barrier = storeBarrier;
        if (source == RulesSource.NONE) {
            return;
        }
        stamp = source.stamp();
        control.use(source.read());
        List<Reservation> left = store.openCalls().stream()
                .map(call -> names.reservation(held(call)))
                .toList();
        control.change(money -> left.forEach(money::open));
        try {
            refresh().get(LOADING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Logged already; until the money can be loaded, calls that need it are refused.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A call of another process, open or abandoned: its end is not seen here, but its record is looked for. */
    private static OpenCall held(OpenCall call) {
        return call.unsettled() == null ? call.unsettledBecause("open in another process") : call;
    }

    private void tick() {
        try {
            Object fresh = source.stamp();
            if (!fresh.equals(stamp)) {
                load(fresh);
            }
            if (!known(clock.instant()) || !known(clock.instant().plus(AHEAD)) || moneyFault != null) {
                refresh();
            }
            if (++ticks % TICKS_PER_CHECK == 0) {
                control.tidy(clock.instant());
                findResolved();
            }
        } catch (RuntimeException | Error e) {
            rulesFault = String.valueOf(e.getMessage());
            reportProblem();
        }
    }

    private boolean known(Instant at) {
        Set<BudgetWindow> windows = control.windows(at);
        return control.locked(money -> windows.stream().allMatch(money::knows));
    }

    private void findResolved() {
        Set<String> held = control.locked(Ledger::unsettled);
        if (!held.isEmpty() && !resolved(held, store.openCalls()).isEmpty()) {
            refresh();
        }
    }

    /** The held calls that have a record by now. A call with neither a record nor an open entry has not been written yet. */
    private Set<String> resolved(Set<String> held, List<OpenCall> open) {
        Set<String> gone = new HashSet<>(held);
        open.forEach(call -> gone.remove(call.id()));
        gone.removeIf(id -> store.find(id).isEmpty());
        return gone;
    }

    private void load(Object fresh) {
        try {
            Rules rules = source.read();
            stamp = fresh;
            rulesFault = null;
            control.use(rules);
        } catch (IllegalArgumentException | UsageStoreException e) {
            stamp = e instanceof IllegalArgumentException ? fresh : stamp;
            rulesFault = e.getMessage() + " (the previous rules stay in force)";
        }
        reportProblem();
        refresh();
    }

    CompletableFuture<Void> reload() {
        return CompletableFuture.runAsync(() -> load(source.stamp()), thread).thenCompose(loaded -> refresh());
    }

    /** Runs work later on the refresher's thread; at once when it is closed. */
    void after(Duration delay, Runnable work) {
        try {
            thread.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            work.run(); // closed: nothing will free what is waited for
        }
    }

    /** Reads all sums again; while a refresh is running, one more follows it. */
    CompletableFuture<Void> refresh() {
        return control.locked(money -> {
            if (money.refreshing()) {
                next = next == null ? new CompletableFuture<>() : next;
                return next;
            }
            money.beginRefresh();
            Set<BudgetWindow> wanted = new HashSet<>(control.windows(clock.instant()));
            wanted.addAll(control.windows(clock.instant().plus(AHEAD)));
            CompletableFuture<Void> loaded = new CompletableFuture<>();
            barrier.run(() -> read(wanted)).whenComplete((done, fault) -> finished(loaded, fault));
            return loaded;
        });
    }

    /** Runs on the store's writing thread. */
    private void read(Set<BudgetWindow> wanted) {
        List<OpenCall> open = store.openCalls();
        List<Reservation> unsettled = open.stream()
                .filter(call -> call.unsettled() != null)
                .map(names::reservation)
                .toList();
        Set<String> resolved = resolved(control.locked(Ledger::unsettled), open);
        Map<BudgetWindow, Map<String, BigDecimal>> sums = spend.read(wanted);
        control.change(money -> money.replace(sums, unsettled, resolved));
    }

    private void finished(CompletableFuture<Void> loaded, @Nullable Throwable fault) {
        moneyFault = fault == null ? null : String.valueOf(fault.getMessage());
        reportProblem();
        Optional<CompletableFuture<Void>> requested = control.locked(money -> {
            Optional<CompletableFuture<Void>> following = Optional.ofNullable(next);
            next = null;
            if (fault != null) {
                money.cancelRefresh();
            }
            return following;
        });
        complete(loaded, fault);
        requested.ifPresent(future -> refresh().whenComplete((done, failure) -> complete(future, failure)));
    }

    private static void complete(CompletableFuture<Void> future, @Nullable Throwable fault) {
        if (fault == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(fault);
        }
    }

    private void reportProblem() {
        String problem = rulesFault != null ? rulesFault : moneyFault;
        Optional<String> before = control.problem(problem);
        if (problem != null && !before.equals(Optional.of(problem))) {
            LOG.error("Budgets: {}", problem);
        } else if (problem == null && before.isPresent()) {
            LOG.info("Budgets are enforced again as they are set");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
