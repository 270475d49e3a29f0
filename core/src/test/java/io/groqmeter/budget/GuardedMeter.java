package io.groqmeter.budget;

import io.groqmeter.Admission;
import io.groqmeter.UsageMeter;
import io.groqmeter.UsageQueue;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A meter with budgets, where a token of the model {@code m} costs a microdollar, a call is told in cents, and time stands still. */
final class GuardedMeter implements AutoCloseable {

    private static final long TOKENS_A_CENT = 10_000;

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-14T10:00:00Z"));
    final AtomicReference<Rules> rules = new AtomicReference<>(Rules.NONE);
    final UsageStore store;
    final BudgetGuard guard;
    final UsageMeter meter;

    GuardedMeter(UsageStore store, List<BudgetListener> listeners, Budget... budgets) {
        this.store = store;
        rules.set(new Rules(List.of(budgets), List.of()));
        PriceList prices = PriceList.shipped()
                .withPrice("m", BigDecimal.ONE, BigDecimal.ONE)
                .withPrice("free", BigDecimal.ZERO, BigDecimal.ZERO);
        RulesSource source = new RulesSource() {
            @Override
            public Object stamp() {
                return String.valueOf(rules.get());
            }

            @Override
            public Rules read() {
                if (rules.get() == null) {
                    throw new IllegalArgumentException("unreadable, says the test");
                }
                return rules.get();
            }
        };
        InstantSource clock = now::get;
        guard = new BudgetGuard(store, source, () -> prices, clock, listeners);
        meter = new UsageMeter(new UsageQueue(store, List.of()), () -> prices, clock, guard, BatchInputs.inMemory());
    }

    /** Sets other rules, and waits until they hold. */
    void set(Rules fresh) {
        rules.set(fresh);
        guard.reload().join();
    }

    static Attribution user(String name) {
        return new Attribution(null, null, name, Map.of());
    }

    static Usage cents(long cents) {
        return Usage.tokens(0, cents * TOKENS_A_CENT);
    }

    CompletableFuture<Admission> ask(Attribution of, long cents) {
        return meter.admit(Endpoint.CHAT, "m", of, Optional.of(cents(cents)));
    }

    /** A call that must be admitted at once. */
    OpenCall open(Attribution of, long cents) {
        return ask(of, cents).getNow(null).orThrow().call();
    }

    /** Why a call is refused at once. */
    Refusal refused(Attribution of, long cents) {
        return refusal(ask(of, cents));
    }

    static Refusal refusal(CompletableFuture<Admission> answer) {
        return ((Admission.Refused) answer.getNow(null)).refusal();
    }

    void settle(OpenCall call, long cents) {
        settle(call, cents(cents), Outcome.COMPLETED).join();
    }

    CompletableFuture<?> settle(OpenCall call, Usage usage, Outcome outcome) {
        int status = outcome == Outcome.COMPLETED ? 200 : outcome == Outcome.ERROR ? 500 : 0;
        Call asked = new Call(
                Endpoint.CHAT,
                "m",
                outcome == Outcome.COMPLETED ? "m" : null,
                null,
                null,
                false,
                status,
                outcome,
                Timings.unknown());
        return meter.settle(call, asked, usage).onDisk();
    }

    BudgetState state(String id) {
        return guard.states().stream()
                .filter(state -> state.budget().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        meter.close();
    }
}
