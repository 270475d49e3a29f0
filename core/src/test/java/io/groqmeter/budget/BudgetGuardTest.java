package io.groqmeter.budget;

import static io.groqmeter.budget.GuardedMeter.cents;
import static io.groqmeter.budget.GuardedMeter.refusal;
import static io.groqmeter.budget.GuardedMeter.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groqmeter.Admission;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What budgets let through and what they refuse, call by call. */
class BudgetGuardTest {

    private static final Attribution ANA = user("ana");
    private static final Attribution BEN = user("ben");

    private final InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneId.of("America/Bogota")));
    private final List<AutoCloseable> opened = new ArrayList<>();

    private GuardedMeter meter(Budget... budgets) {
        GuardedMeter meter = new GuardedMeter(store, List.of(), budgets);
        opened.add(meter);
        return meter;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
    }

    private static Budget day(String scope, String usd) {
        return Budget.hard(scope, usd, BudgetPeriod.DAY);
    }

    @Test
    void a_call_whose_worst_case_would_pass_the_limit_is_refused_with_all_that_helps() {
        GuardedMeter meter = meter(day("user:ana", "0.10"));
        meter.settle(meter.open(ANA, 7), 6);

        Refusal refusal = meter.refused(ANA, 5);

        assertThat(refusal.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
        assertThat(refusal.reason().status()).isEqualTo(402);
        assertThat(refusal.retryAfter()).isEmpty();
        assertThat(refusal.message())
                .isEqualTo(
                        "This call could pass the hard budget of user:ana, 0.1 USD per day: 0.06 USD spent, and it could"
                                + " cost up to 0.05 USD. It resets at 2026-05-15T00:00:00-05:00.");
    }

    @Test
    void a_call_that_fits_to_the_last_cent_is_let_through() {
        GuardedMeter meter = meter(day("user:ana", "0.10"));
        meter.settle(meter.open(ANA, 6), 6);

        meter.settle(meter.open(ANA, 4), 4);

        assertThat(meter.state("user:ana/day").remaining()).isEqualByComparingTo("0");
        assertThat(meter.refused(ANA, 1).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
    }

    @Test
    void others_are_not_concerned() {
        GuardedMeter meter = meter(day("user:ana", "0.10"));
        meter.settle(meter.open(ANA, 10), 10);

        assertThat(meter.ask(BEN, 500).getNow(null)).isInstanceOf(Admission.Admitted.class);
        assertThat(meter.ask(Attribution.none(), 500).getNow(null)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void what_calls_in_flight_have_reserved_is_waited_for() {
        GuardedMeter meter = meter(day("all", "0.10"));
        OpenCall first = meter.open(ANA, 8);
        CompletableFuture<Admission> second = meter.ask(BEN, 8);
        assertThat(second).isNotDone();

        meter.settle(first, 1);

        assertThat(second.join()).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void it_is_refused_as_soon_as_waiting_is_in_vain() {
        GuardedMeter meter = meter(day("all", "0.10"));
        OpenCall first = meter.open(ANA, 8);
        CompletableFuture<Admission> second = meter.ask(BEN, 8);

        meter.settle(first, 5);

        assertThat(refusal(second).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
    }

    @Test
    void after_two_seconds_it_is_told_to_come_again() {
        GuardedMeter meter = meter(day("all", "0.10"));
        meter.open(ANA, 8);

        CompletableFuture<Admission> second = meter.ask(BEN, 8);

        Refusal refusal =
                ((Admission.Refused) second.orTimeout(20, TimeUnit.SECONDS).join()).refusal();
        assertThat(refusal.reason()).isEqualTo(Reason.BUDGET_BUSY);
        assertThat(refusal.reason().status()).isEqualTo(429);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
    }

    @Test
    void who_waits_longer_goes_first() {
        GuardedMeter meter = meter(day("all", "0.10"));
        OpenCall first = meter.open(ANA, 9);
        CompletableFuture<Admission> large = meter.ask(BEN, 8);
        CompletableFuture<Admission> small = meter.ask(BEN, 1);
        assertThat(small).as("although it would fit").isNotDone();

        meter.settle(first, 0);

        assertThat(large.join()).isInstanceOf(Admission.Admitted.class);
        assertThat(small.join()).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void all_budgets_that_match_apply_and_the_tightest_decides() {
        GuardedMeter meter = meter(
                day("all", "1"),
                Budget.hard("user:ana", "0.50", BudgetPeriod.MONTH),
                day("user:ana", "0.20"),
                day("tag:Team=red", "0.10"),
                day("model:m", "5"));
        Attribution ana = new Attribution(null, null, "ana", Map.of("team", "red"));
        meter.settle(meter.open(ana, 6), 6);

        assertThat(meter.refused(ana, 5).message()).contains("tag:team=red");
        assertThat(meter.refused(ANA, 15).message()).contains("user:ana, 0.2 USD per day");
        assertThat(meter.guard.remaining(ana, "m")).contains(new BigDecimal("0.040000000000"));
    }

    @Test
    void a_budget_for_each_is_one_for_every_name_except_those_with_their_own() {
        GuardedMeter meter = meter(day("each-user", "0.10"), day("user:ben", "0.30"));
        meter.settle(meter.open(ANA, 10), 10);
        meter.settle(meter.open(BEN, 10), 10);

        assertThat(meter.refused(ANA, 1).message()).contains("each user").contains("(here user ana)");
        meter.open(BEN, 20);
        meter.open(user("eva"), 10);
        assertThat(meter.guard.states())
                .extracting(state -> state.budget().scope() + " " + state.group())
                .containsExactlyInAnyOrder("each-user ana", "each-user eva", "user:ben ben");
    }

    @Test
    void a_price_of_0_is_a_price() {
        GuardedMeter meter = meter(day("all", "0.10"));
        meter.settle(meter.open(ANA, 10), 10);

        CompletableFuture<Admission> free =
                meter.meter.admit(Endpoint.CHAT, "free", ANA, Optional.of(Usage.tokens(1_000_000, 1_000_000)));

        assertThat(free.getNow(null)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void a_budget_of_0_lets_nothing_through_that_costs() {
        GuardedMeter meter = meter(day("user:ana", "0"));

        assertThat(meter.refused(ANA, 1).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
        meter.open(BEN, 1);
    }

    @Test
    void what_has_no_price_or_no_bound_is_refused_unless_that_is_allowed() {
        GuardedMeter meter = meter(day("user:ana", "0.10"));
        meter.set(new Rules(
                List.of(
                        day("user:ana", "0.10"),
                        new Budget(Scope.parse("user:ben"), BigDecimal.ONE, BudgetPeriod.DAY, true, 1, true)),
                List.of()));

        Refusal unpriced = refusal(meter.meter.admit(Endpoint.CHAT, "nobody/knows", ANA, Optional.of(cents(1))));
        Refusal unbounded = refusal(meter.meter.admit(Endpoint.CHAT, "m", ANA, Optional.empty()));

        assertThat(unpriced.reason()).isEqualTo(Reason.UNPRICED);
        assertThat(unpriced.message())
                .contains("No price is known for this call of nobody/knows")
                .contains("prices.json");
        assertThat(unbounded.reason()).isEqualTo(Reason.UNPRICED);
        assertThat(unbounded.message())
                .contains("Nothing in the request bounds")
                .contains("--allow-unpriced");
        assertThat(meter.guard.permit(ANA)).isPresent();
        assertThat(meter.meter.admit(Endpoint.CHAT, "m", BEN, Optional.empty()).getNow(null))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(meter.guard.permit(BEN)).isEmpty();
    }

    @Test
    void a_soft_budget_refuses_nothing_and_tells_how_it_stands() {
        List<String> heard = new ArrayList<>();
        GuardedMeter meter = new GuardedMeter(
                store,
                List.of((before, after) -> heard.add(before.spent().stripTrailingZeros() + " -> "
                        + after.spent().stripTrailingZeros())),
                Budget.soft("all", "0.10", BudgetPeriod.DAY));
        opened.add(meter);

        meter.settle(meter.open(ANA, 9), 9);
        meter.settle(meter.open(ANA, 9), 9);

        assertThat(heard).containsExactly("0 -> 0.09", "0.09 -> 0.18");
        assertThat(meter.state("all/day").remaining()).isEqualByComparingTo("-0.08");
    }

    @Test
    void a_cost_beyond_what_was_reserved_counts_all_the_same() {
        GuardedMeter meter = meter(day("all", "0.10"));

        meter.settle(meter.open(ANA, 2), 12);

        assertThat(meter.state("all/day").spent()).isEqualByComparingTo("0.12");
        assertThat(meter.refused(ANA, 1).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
    }

    @Test
    void errors_and_calls_that_never_left_give_everything_back() {
        GuardedMeter meter = meter(day("all", "0.10"));

        meter.settle(meter.open(ANA, 10), Usage.nothing(), Outcome.ERROR).join();
        meter.settle(meter.open(ANA, 10), Usage.nothing(), Outcome.ABORTED).join();

        assertThat(meter.state("all/day")).satisfies(state -> {
            assertThat(state.spent()).isEqualByComparingTo("0");
            assertThat(state.reserved()).isEqualByComparingTo("0");
        });
    }

    @Test
    void a_record_that_comes_twice_counts_once() {
        GuardedMeter meter = meter(day("all", "0.10"));
        for (int i = 0; i < 2; i++) {
            var line = Call.chat("m");
            meter.meter
                    .record("batch-1", meter.meter.now(), line, ANA, cents(3), meter.meter.now())
                    .onDisk()
                    .join();
        }
        meter.guard.reload().join();

        assertThat(meter.state("all/day").spent()).isEqualByComparingTo("0.03");
    }

    @Test
    void a_changed_rule_holds_within_moments() {
        GuardedMeter meter = meter(day("all", "0.10"));
        meter.settle(meter.open(ANA, 10), 10);
        meter.rules.set(new Rules(List.of(day("all", "1")), List.of()));

        await().untilAsserted(() -> assertThat(meter.guard.rules().budgets()).containsExactly(day("all", "1")));

        meter.open(ANA, 90);
    }

    @Test
    void what_was_reserved_before_a_budget_was_set_counts_in_it() {
        GuardedMeter meter = meter();
        OpenCall early = meter.open(ANA, 8);
        meter.settle(meter.open(BEN, 1), 1);

        meter.set(new Rules(List.of(day("all", "0.10")), List.of()));

        assertThat(meter.state("all/day").reserved()).isEqualByComparingTo("0.08");
        CompletableFuture<Admission> next = meter.ask(ANA, 2);
        assertThat(next).isNotDone();
        meter.settle(early, 1);
        assertThat(next.join()).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void a_call_counts_in_the_period_it_began_in() {
        GuardedMeter meter = meter(day("all", "0.10"));
        meter.now.set(Instant.parse("2026-05-15T04:59:59Z"));
        OpenCall late = meter.open(ANA, 10);
        meter.now.set(Instant.parse("2026-05-15T05:00:00Z"));

        OpenCall next = meter.ask(ANA, 10).join().orThrow().call();
        meter.settle(late, 10);

        assertThat(meter.state("all/day").spent()).isEqualByComparingTo("0");
        meter.settle(next, 4);
        assertThat(meter.state("all/day").spent()).isEqualByComparingTo("0.04");
    }

    @Test
    void a_request_that_turns_out_larger_is_decided_anew() {
        GuardedMeter meter = meter(day("all", "0.10"));
        OpenCall beginning = meter.meter
                .admitBeginning(Endpoint.CHAT, null, ANA, Optional.of(Usage.nothing()))
                .join()
                .orThrow()
                .call();

        assertThat(refusal(meter.meter.amend(beginning, "m", Optional.of(cents(11))))
                        .reason())
                .isEqualTo(Reason.BUDGET_EXCEEDED);
        Admission whole =
                meter.meter.amend(beginning, "m", Optional.of(cents(10))).join();
        assertThat(whole).isInstanceOf(Admission.Admitted.class);
        assertThat(meter.state("all/day").reserved()).isEqualByComparingTo("0.10");
    }

    @Test
    void a_call_that_ends_while_it_is_decided_anew_reserves_nothing_more() {
        GuardedMeter meter = meter(day("all", "0.10"));
        OpenCall other = meter.open(BEN, 9);
        OpenCall beginning = meter.meter
                .admitBeginning(Endpoint.CHAT, null, ANA, Optional.of(Usage.nothing()))
                .join()
                .orThrow()
                .call();
        CompletableFuture<Admission> whole = meter.meter.amend(beginning, "m", Optional.of(cents(5)));

        meter.settle(beginning, Usage.nothing(), Outcome.ABORTED).join();
        meter.settle(other, 0);

        assertThat(whole.join()).isInstanceOf(Admission.Refused.class);
        assertThat(meter.state("all/day").reserved()).isEqualByComparingTo("0");
    }

    @Test
    void who_asks_in_the_process_can_have_it_thrown() {
        GuardedMeter meter = meter(day("all", "0.10"));

        assertThatThrownBy(() -> meter.ask(ANA, 11).join().orThrow())
                .isInstanceOf(CallRefusedException.class)
                .hasMessageContaining("the hard budget of all");
    }
}
