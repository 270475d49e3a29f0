package io.groqmeter.budget;

import static io.groqmeter.budget.GuardedMeter.cents;
import static io.groqmeter.budget.GuardedMeter.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.Admission;
import io.groqmeter.Resolution;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.report.UsageBreakdown;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is held, and what is told, of a call whose usage Groq did not tell. */
class EstimatedCallTest {

    private static final Attribution ANA = user("ana");
    private static final Budget BUDGET = Budget.hard("user:ana", "0.10", BudgetPeriod.MONTH);
    private static final PriceList PRICES = PriceList.shipped().withPrice("m", BigDecimal.ONE, BigDecimal.ONE);

    private final UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    private static Usage estimated(long cents) {
        return Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(0)
                .outputTokens(cents(cents).outputTokens())
                .build();
    }

    /** A call that could cost eight cents, and was cut when it seemed to have cost three. */
    private static OpenCall cut(GuardedMeter meter) {
        OpenCall call = meter.open(ANA, 8);
        meter.settle(call, estimated(3), Outcome.CUT).join();
        return call;
    }

    private UsageBreakdown told(Map<Dimension, String> only) {
        return UsageBreakdown.of(store, new RollupQuery(Window.always(), List.of(), only));
    }

    @Test
    void the_estimate_is_spent_and_the_rest_of_the_worst_case_stays_held() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            OpenCall call = cut(meter);

            BudgetState state = meter.state("user:ana/month");
            assertThat(state.spent()).isEqualByComparingTo("0.03");
            assertThat(state.unsettled()).isEqualByComparingTo("0.05");
            assertThat(state.reserved()).isEqualByComparingTo("0");
            assertThat(meter.refused(ANA, 3).message()).contains("0.05 USD held for unsettled calls");
            assertThat(store.openCalls()).singleElement().satisfies(rest -> {
                assertThat(Remainder.recordOf(rest)).contains(call.id());
                assertThat(rest.unsettled()).contains("estimate");
            });
        }
    }

    @Test
    void the_range_reaches_from_what_is_known_to_the_worst_case() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            meter.settle(meter.open(ANA, 1), 1);
            cut(meter);
        }
        for (Map<Dimension, String> only :
                List.of(Map.<Dimension, String>of(), Map.of(Dimension.MODEL, "m", Dimension.USER, "ana"))) {
            UsageBreakdown told = told(only);
            assertThat(told.total().cost()).isEqualByComparingTo("0.04");
            assertThat(told.leastCost()).isEqualByComparingTo("0.01");
            assertThat(told.mostCost())
                    .hasValueSatisfying(most -> assertThat(most).isEqualByComparingTo("0.09"));
        }
        UsageBreakdown estimates = told(Map.of(Dimension.USAGE_BASIS, "estimated"));
        assertThat(estimates.leastCost()).isEqualByComparingTo("0");
        assertThat(estimates.mostCost())
                .hasValueSatisfying(most -> assertThat(most).isEqualByComparingTo("0.08"));
    }

    @Test
    void a_call_of_unknown_usage_may_have_cost_all_of_its_worst_case() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            meter.settle(meter.open(ANA, 8), Usage.unknown(), Outcome.COMPLETED).join();
            assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0.08");
        }
        assertThat(told(Map.of()).leastCost()).isEqualByComparingTo("0");
        assertThat(told(Map.of()).mostCost())
                .hasValueSatisfying(most -> assertThat(most).isEqualByComparingTo("0.08"));
    }

    @Test
    void tags_that_others_wrote_move_no_end_of_the_range() {
        for (String counted : List.of("much", "-5", "1e999999999", "")) {
            Attribution forged = new Attribution(
                    null, null, null, Map.of(Remainder.OF, "x", Remainder.COUNTED, counted, "n", counted));
            OpenCall rest = new OpenCall("x-rest", Instant.EPOCH, Endpoint.CHAT, "m", forged, Optional.empty(), "cut");
            assertThat(Remainder.counted(rest)).as(counted).isEqualByComparingTo("0");
        }
        Attribution another = new Attribution(null, null, null, Map.of(Remainder.OF, "x", Remainder.COUNTED, "7"));
        OpenCall own = new OpenCall("y", Instant.EPOCH, Endpoint.CHAT, "m", another, Optional.empty(), "cut");
        assertThat(Remainder.recordOf(own)).isEmpty();
        assertThat(Remainder.counted(own)).isEqualByComparingTo("0");
    }

    @Test
    void where_nothing_bounds_it_no_most_is_told() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of())) {
            OpenCall boundless = meter.meter
                    .admit(Endpoint.CHAT, "m", ANA, Optional.empty())
                    .join()
                    .orThrow()
                    .call();
            meter.settle(boundless, estimated(3), Outcome.CUT).join();
        }
        assertThat(told(Map.of()).mostCost()).isEmpty();
    }

    @Test
    void what_groq_told_and_what_costs_its_worst_case_leave_nothing_open() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            meter.settle(meter.open(ANA, 4), 1);
            meter.settle(meter.open(ANA, 4), estimated(4), Outcome.CUT).join();
            assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0");
        }
        assertThat(store.openCalls()).isEmpty();
    }

    @Test
    void after_a_restart_it_is_still_held_until_it_is_resolved() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            cut(meter);
        }
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0.05");

            resolve(Resolution.zero());

            await().untilAsserted(() ->
                    assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0"));
            assertThat(meter.state("user:ana/month").spent()).isEqualByComparingTo("0.03");
        }
        assertThat(told(Map.of()).leastCost()).isEqualByComparingTo("0.03");
        assertThat(told(Map.of()).mostCost())
                .hasValueSatisfying(most -> assertThat(most).isEqualByComparingTo("0.03"));
    }

    /** As another process would, by hand. */
    private void resolve(Resolution resolution) {
        OpenCall rest = store.openCalls().get(0);
        store.append(UsageBatch.of(resolution
                .settle(
                        rest,
                        Remainder.recordOf(rest).flatMap(store::find),
                        new Rater(() -> PRICES),
                        "ana",
                        Instant.EPOCH)
                .orElseThrow()));
    }

    @Test
    void given_numbers_are_those_of_the_whole_call_and_add_what_the_estimate_lacks() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            cut(meter);
        }
        resolve(Resolution.given(estimated(7)));
        assertThat(told(Map.of()).total().cost()).isEqualByComparingTo("0.07");
        assertThat(told(Map.of()).total().outputTokens()).isEqualTo(70_000);
        assertThat(told(Map.of()).total().calls()).isEqualTo(1);
        assertThat(told(Map.of()).leastCost()).isEqualByComparingTo("0.07");
    }

    @Test
    void numbers_below_the_estimate_add_nothing_and_take_nothing_away() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            cut(meter);
        }
        resolve(Resolution.given(estimated(2)));
        assertThat(told(Map.of()).total().cost()).isEqualByComparingTo("0.03");
        assertThat(store.openCalls()).isEmpty();
    }

    @Test
    void the_worst_case_adds_the_rest() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            cut(meter);
        }
        resolve(Resolution.worstCase());
        assertThat(told(Map.of()).total().cost()).isEqualByComparingTo("0.08");
        assertThat(told(Map.of()).leastCost()).isEqualByComparingTo("0.08");
    }

    @Test
    void it_is_held_for_its_period_and_not_for_ever() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGET)) {
            cut(meter);
            assertThat(meter.refused(ANA, 3).reason()).isEqualTo(Reason.BUDGET_EXCEEDED);

            meter.now.set(Instant.parse("2026-06-01T00:00:00Z"));

            assertThat(meter.ask(ANA, 10).join()).isInstanceOf(Admission.Admitted.class);
        }
    }

    @Test
    void a_budget_that_is_set_later_holds_it_too() {
        try (GuardedMeter meter = new GuardedMeter(store, List.of())) {
            cut(meter);

            meter.set(new Rules(List.of(BUDGET), List.of()));

            assertThat(meter.state("user:ana/month").spent()).isEqualByComparingTo("0.03");
            assertThat(meter.state("user:ana/month").unsettled()).isEqualByComparingTo("0.05");
        }
    }
}
