package io.groqmeter.budget;

import static io.groqmeter.budget.GuardedMeter.cents;
import static io.groqmeter.budget.GuardedMeter.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a model is called, and what one without a price costs, as budgets see it. */
class ModelBudgetTest {

    private final UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    @Test
    void a_budget_of_a_model_counts_answers_that_spell_its_name_otherwise_after_a_restart_too() {
        Budget budget = Budget.hard("model:m", "0.10", BudgetPeriod.MONTH);
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), budget)) {
            OpenCall open = meter.open(user("ana"), 7);
            Call call = new Call(
                    Endpoint.CHAT,
                    "m",
                    "acme/M-2026-01-31",
                    null,
                    null,
                    false,
                    200,
                    Outcome.COMPLETED,
                    Timings.unknown());
            meter.meter.settle(open, call, cents(7)).onDisk().join();
            meter.meter.flush();
            assertThat(meter.state("model:m/month").spent()).isEqualByComparingTo("0.07");
        }
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), budget)) {
            assertThat(meter.state("model:m/month").spent()).isEqualByComparingTo("0.07");
            assertThat(meter.refused(user("ana"), 4).reason()).isEqualTo(Refusal.Reason.BUDGET_EXCEEDED);
        }
    }

    @Test
    void a_model_without_a_price_reserves_what_it_would_be_counted_at() {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
        for (UnknownPrice choice : UnknownPrice.values()) {
            try (UsageMeter meter =
                    UsageMeter.builder().unknownPrice(choice).clock(clock).build()) {
                OpenCall open = meter.admit(
                                Endpoint.CHAT,
                                "acme/new",
                                Attribution.none(),
                                Optional.of(Usage.tokens(1_000_000, 1_000_000)))
                        .join()
                        .orThrow()
                        .call();
                assertThat(open.worstCaseCost().orElseThrow())
                        .isEqualByComparingTo(choice == UnknownPrice.DEAREST ? "4.80" : "1");
                assertThat(PriceList.shipped().unknownPrice()).isEqualTo(UnknownPrice.DEFAULT);
            }
        }
    }
}
