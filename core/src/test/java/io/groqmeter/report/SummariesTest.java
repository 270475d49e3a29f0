package io.groqmeter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummariesTest {

    private static final String BIG = "openai/gpt-oss-120b";
    private static final String SMALL = "openai/gpt-oss-20b";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneId.of("America/Bogota")));
    private final Summaries summaries = new Summaries(store, InstantSource.fixed(NOON));
    private final Rater rater = new Rater(PriceList::shipped);
    private int records;

    @Test
    void a_day_is_the_zones_day_to_the_instant() {
        chat(SMALL, Instant.parse("2026-11-22T04:59:59.999Z")); // still the 21st in Bogotá
        chat(SMALL, Instant.parse("2026-11-22T05:00:00Z"));
        chat(SMALL, Instant.parse("2026-11-23T04:59:59.999Z"));
        chat(SMALL, Instant.parse("2026-11-23T05:00:00Z"));

        assertThat(summaries.today().totalRequests()).isEqualTo(2);
        assertThat(summaries.day(LocalDate.of(2026, 11, 21)).totalRequests()).isEqualTo(1);
        assertThat(summaries.month().totalRequests()).isEqualTo(4);
        assertThat(summaries.month(YearMonth.of(2026, 10)).totalRequests()).isZero();
        assertThat(summaries.total().totalRequests()).isEqualTo(4);
    }

    @Test
    void models_stand_in_order_of_use() {
        chat(BIG, NOON);
        chat(SMALL, NOON);
        chat(SMALL, NOON);

        UsageSummary today = summaries.today();
        assertThat(today.modelsUsed()).containsExactly(entry(SMALL, 2L), entry(BIG, 1L));
        assertThat(today.totalInputTokens()).isEqualTo(3_000);
        // 2 × (1,000 × 0.075 + 1,000 × 0.30) / 1M + (1,000 × 0.15 + 1,000 × 0.60) / 1M
        assertThat(today.totalCostUsd()).isEqualTo(new BigDecimal("0.0015"));
    }

    @Test
    void the_parts_of_a_split_add_up_to_the_whole() {
        chat(BIG, NOON);
        chat("some-model-nobody-knows", NOON);
        append(Call.chat(SMALL), Usage.unknown());

        UsageSummary today = summaries.today();
        assertThat(today.usageBasis().keySet()).containsExactly("measured", "unknown");
        assertThat(today.priceBasis().keySet()).containsExactly("fallback", "list", "unknown");
        assertThat(List.of(today.models(), today.usageBasis(), today.priceBasis()))
                .allSatisfy(split -> assertThat(split.values().stream().reduce(UsageSums.ZERO, UsageSums::plus))
                        .isEqualTo(today.sums()));
    }

    @Test
    void errors_and_unbilled_calls_are_not_requests() {
        Call refused = new Call(Endpoint.CHAT, SMALL, null, null, null, false, 429, Outcome.ERROR, Timings.unknown());
        Call models =
                new Call(Endpoint.MODELS, null, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        append(refused, Usage.nothing());
        append(models, Usage.nothing());

        UsageSummary today = summaries.today();
        assertThat(today.totalRequests()).isZero();
        assertThat(today.errors()).isEqualTo(1);
        assertThat(today.modelsUsed()).isEmpty();
    }

    @Test
    void unsettled_calls_are_told_in_the_period_they_began_in_and_calls_in_flight_are_not() {
        OpenCall inFlight = new OpenCall(
                "o1", NOON, Endpoint.CHAT, SMALL, Attribution.none(), Optional.of(new BigDecimal("0.02")), null);
        OpenCall lost = new OpenCall(
                        "o2", NOON, Endpoint.CHAT, SMALL, Attribution.none(), Optional.of(new BigDecimal("0.03")), null)
                .unsettledBecause("the process died");
        store.append(new UsageBatch(List.of(inFlight, lost), List.of()));

        assertThat(summaries.today().unsettled()).containsExactly(lost);
        assertThat(summaries.today().unsettledWorstCase()).isEqualByComparingTo("0.03");
        assertThat(summaries.day(LocalDate.of(2026, 11, 21)).unsettled()).isEmpty();
    }

    @Test
    void an_empty_store_answers_zeros() {
        assertThat(summaries.today()).isEqualTo(UsageSummary.empty(new Period.Day(LocalDate.of(2026, 11, 22))));
        assertThat(summaries.total()).isEqualTo(UsageSummary.empty(new Period.Total()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "month", "total"})
    void periods_go_by_the_first_tools_names(String type) {
        assertThat(summaries.named(type).window(store.calendar()).contains(NOON))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "week", "Today"})
    void any_other_name_is_refused(String type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> summaries.named(type))
                .withMessage("unknown type '" + type + "'; use today, month or total");
    }

    private void chat(String model, Instant at) {
        append(Call.chat(model), Usage.tokens(1_000, 1_000), at);
    }

    private void append(Call call, Usage usage) {
        append(call, usage, NOON);
    }

    private void append(Call call, Usage usage, Instant at) {
        store.append(UsageBatch.of(
                new UsageRecord("r" + records++, at, call, Attribution.none(), rater.rate(call, usage, at))));
    }
}
