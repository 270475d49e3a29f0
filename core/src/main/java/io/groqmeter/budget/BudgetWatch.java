package io.groqmeter.budget;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.Plural;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a guard's memory in step with the store and the rules, on a thread of its own.
 *
 * <p>A refresh reads all sums anew, between two batches of the store: exactly what settled before it was asked for is in them. What
 * settles meanwhile is noted and added. So a record counts once, however it came into the store.
 */
final class BudgetWatch implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(250);

    /** How long before a period begins its money is read; there should be none, unless the clock was set back. */
    private static final Duration AHEAD = Duration.ofSeconds(10);

    private static final long LOADING_SECONDS = 30;
    private static final int TICKS_PER_LOOK = 4;

    private final BudgetGuard guard;
    private final UsageStore store;
    private final RulesSource source;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread;
    private volatile BudgetGuard.Between between =
            work -> CompletableFuture.failedFuture(new IllegalStateException("the guard was not started"));
    private volatile @Nullable String rulesFault;
    private volatile @Nullable String moneyFault;
    private Object stamp = "never read";
    private long ticks;

    /** What has settled since a refresh was asked for; null while none is under way. Guarded by the guard's lock, as is the next. */
    private @Nullable List<UsageRecord> since;

    private @Nullable CompletableFuture<Void> next;

    BudgetWatch(BudgetGuard guard, UsageStore store, RulesSource source, InstantSource clock) {
        this.guard = guard;
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

    void start(BudgetGuard.Between between) {
        this.between = between;
        if (source == RulesSource.NONE) {
            return;
        }
        stamp = source.stamp();
        guard.rules(source.read());
        List<OpenCall> left = store.openCalls();
        guard.changed(() -> left.forEach(call -> guard.ledger().open(held(call))));
        try {
            refresh().get(LOADING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Told of already: until it can be loaded, calls that need it are refused.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A call another process left, or has in flight: this one will not see it end, but looks whether it has been settled. */
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
            if (++ticks % TICKS_PER_LOOK == 0) {
                guard.tidy();
                lookForResolved();
            }
        } catch (RuntimeException | Error e) {
            rulesFault = String.valueOf(e.getMessage());
            tellProblem();
        }
    }

    private boolean known(Instant at) {
        Set<BudgetWindow> places = guard.places(at);
        return guard.locked(() -> places.stream().allMatch(guard.ledger()::knows));
    }

    private void lookForResolved() {
        Set<String> held = guard.locked(guard.ledger()::unsettled);
        if (!held.isEmpty() && !resolved(held, store.openCalls()).isEmpty()) {
            refresh();
        }
    }

    /** Those of the held calls that have a record by now. One that is neither there nor open has not been written yet. */
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
            guard.rules(rules);
        } catch (IllegalArgumentException | UsageStoreException e) {
            stamp = e instanceof IllegalArgumentException ? fresh : stamp;
            rulesFault = e.getMessage() + " (the rules of before stay in force)";
        }
        tellProblem();
        refresh();
    }

    CompletableFuture<Void> reload() {
        return CompletableFuture.runAsync(() -> load(source.stamp()), thread).thenCompose(loaded -> refresh());
    }

    /** Runs something on this thread, later. */
    void after(Duration delay, Runnable work) {
        try {
            thread.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            work.run(); // closed: nobody will bring what is waited for
        }
    }

    /** A call that was admitted has settled. Called under the guard's lock. */
    void settled(UsageRecord record) {
        if (since != null) {
            since.add(record);
        }
    }

    /** Reads all money anew; asked for while that is under way, once more afterwards. */
    CompletableFuture<Void> refresh() {
        return guard.locked(() -> {
            if (since != null) {
                next = next == null ? new CompletableFuture<>() : next;
                return next;
            }
            since = new ArrayList<>();
            Set<BudgetWindow> wanted = new HashSet<>(guard.places(clock.instant()));
            wanted.addAll(guard.places(clock.instant().plus(AHEAD)));
            CompletableFuture<Void> loaded = new CompletableFuture<>();
            between.run(() -> read(wanted)).whenComplete((done, fault) -> finished(loaded, fault));
            return loaded;
        });
    }

    /** On the store's writing thread. */
    private void read(Set<BudgetWindow> wanted) {
        requireUnspooled();
        List<OpenCall> open = store.openCalls();
        List<OpenCall> unsettled =
                open.stream().filter(call -> call.unsettled() != null).toList();
        Set<String> resolved = resolved(guard.locked(guard.ledger()::unsettled), open);
        Map<BudgetWindow, Map<String, BigDecimal>> sums = StoredSpend.read(store, wanted);
        requireUnspooled();
        guard.changed(() -> {
            List<UsageRecord> settled = since == null ? List.of() : since;
            guard.ledger().openMissing(without(settled, unsettled));
            guard.ledger().replace(sums, settled, resolved);
            since = null;
        });
    }

    private static List<OpenCall> without(List<UsageRecord> settled, List<OpenCall> calls) {
        Set<String> ids = settled.stream().map(UsageRecord::id).collect(Collectors.toSet());
        return calls.stream().filter(call -> !ids.contains(call.id())).toList();
    }

    private void requireUnspooled() {
        long spooled = store.spooled();
        if (spooled > 0) {
            throw new UsageStoreException(
                    Plural.of(spooled, "record waits", "records wait") + " in the spool until the database takes them");
        }
    }

    private void finished(CompletableFuture<Void> loaded, @Nullable Throwable fault) {
        moneyFault = fault == null ? null : String.valueOf(fault.getMessage());
        tellProblem();
        Optional<CompletableFuture<Void>> asked = guard.locked(() -> {
            Optional<CompletableFuture<Void>> meanwhile = Optional.ofNullable(next);
            next = null;
            since = fault == null ? since : null;
            return meanwhile;
        });
        pass(loaded, fault);
        asked.ifPresent(future -> refresh().whenComplete((done, failure) -> pass(future, failure)));
    }

    private static void pass(CompletableFuture<Void> to, @Nullable Throwable fault) {
        if (fault == null) {
            to.complete(null);
        } else {
            to.completeExceptionally(fault);
        }
    }

    private void tellProblem() {
        guard.problem(rulesFault != null ? rulesFault : moneyFault);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
