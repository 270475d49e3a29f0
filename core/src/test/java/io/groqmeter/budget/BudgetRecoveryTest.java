package io.groqmeter.budget;

import static io.groqmeter.budget.GuardedMeter.cents;
import static io.groqmeter.budget.GuardedMeter.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.Admission;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.UsageCalendar;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What budgets know after a restart, a crash, and while the books are out of reach. */
class BudgetRecoveryTest {

    private static final Attribution ANA = user("ana");
    private static final Budget BUDGET = Budget.hard("user:ana", "0.10", BudgetPeriod.MONTH);

    private final UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    @Test
    void a_restart_in_mid_window_forgets_nothing() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            meter.settle(meter.open(ANA, 7), 7);
        }
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            assertThat(meter.state("user:ana/month").spent()).isEqualByComparingTo("0.07");
            assertThat(meter.refused(ANA, 4).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
            meter.settle(meter.open(ANA, 3), 3);
        }
    }

    @Test
    void what_a_dead_process_left_in_flight_is_held_until_it_is_resolved() {
        OpenCall left;
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            left = meter.open(ANA, 8);
        }
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0.08");
            assertThat(meter.refused(ANA, 3).message()).contains("0.08 USD held for unsettled calls");

            store.append(UsageBatch.of(record(left.id(), meter.meter.now())));

            await().untilAsserted(() ->
                    assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0"));
            assertThat(meter.state("user:ana/month").spent()).isEqualByComparingTo("0.05");
            meter.settle(meter.open(ANA, 5), 5);
        }
    }

    /** As another process would settle it, by hand. */
    private static UsageRecord record(String id, Instant at) {
        PriceList prices = PriceList.shipped().withPrice("m", BigDecimal.ONE, BigDecimal.ONE);
        Call call = Call.chat("m");
        RatedUsage rated = new Rater(() -> prices).rate(call, cents(5), at);
        return new UsageRecord(id, at, call, ANA, rated);
    }

    @Test
    void a_call_nobody_saw_end_stays_held_for_its_period_and_not_for_ever() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            OpenCall lost = meter.open(ANA, 8);
            meter.meter.leaveUnsettled(lost, "the line was cut").join();
            assertThat(meter.refused(ANA, 3).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);

            meter.now.set(Instant.parse("2026-06-01T00:00:00Z"));

            assertThat(meter.ask(ANA, 10).join()).isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void while_the_books_cannot_tell_what_is_spent_calls_are_refused() {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (GuardedMeter meter = new GuardedMeter(failing(broken), List.of(), BUDGET)) {
            Refusal refusal = ((Admission.Refused)
                            meter.ask(ANA, 1).orTimeout(20, TimeUnit.SECONDS).join())
                    .refusal();
            assertThat(refusal.reason()).isEqualTo(Reason.BUDGET_UNAVAILABLE);
            assertThat(refusal.reason().status()).isEqualTo(503);
            assertThat(refusal.message()).contains("the disk is gone, says the test");
            assertThat(meter.guard.problem()).contains("the disk is gone, says the test");
            meter.open(user("ben"), 1);

            broken.set(false);

            await().until(() -> meter.guard.problem().isEmpty());
            meter.open(ANA, 10);
        }
    }

    private UsageStore failing(AtomicBoolean broken) {
        return (UsageStore) Proxy.newProxyInstance(
                UsageStore.class.getClassLoader(), new Class<?>[] {UsageStore.class}, (proxy, method, args) -> {
                    if (broken.get() && method.getName().equals("rollup")) {
                        throw new UsageStoreException("the disk is gone, says the test");
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void rules_that_turn_bad_while_it_runs_leave_those_of_before_in_force() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            meter.rules.set(null);

            await().until(() -> meter.guard.problem().isPresent());

            assertThat(meter.refused(ANA, 11).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
            meter.set(new Rules(List.of(), List.of()));
            assertThat(meter.guard.problem()).isEmpty();
            meter.open(ANA, 11);
        }
    }
}
