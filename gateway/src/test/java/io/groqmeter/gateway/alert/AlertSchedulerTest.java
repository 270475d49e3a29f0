package io.groqmeter.gateway.alert;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.UsageQueue;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.testkit.TroubledStore;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertSchedulerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
    private final TroubledStore store = new TroubledStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));
    private final UsageQueue queue = new UsageQueue(store, List.of());
    private final InMemoryPolicyStore policies = new InMemoryPolicyStore();
    private final RateHeadroom headroom = new RateHeadroom(clock);
    private final List<BudgetStatusSource.Status> budgets = new ArrayList<>();
    private final List<Alert> sent = new ArrayList<>();
    private final List<Alert> sentToOps = new ArrayList<>();
    private boolean opsIsDown;
    private Alerts alerts = alerts(Locale.ENGLISH);
    private AlertScheduler scheduler = scheduler();

    private Alerts alerts(Locale locale) {
        return Alerts.of(policies, List.of(), Map.of("log", sent::add, "ops", this::ops), locale);
    }

    private void ops(Alert alert) throws IOException {
        if (opsIsDown) {
            throw new IOException("nobody there");
        }
        sentToOps.add(alert);
    }

    private AlertScheduler scheduler() {
        return alerts.scheduler(store, queue, () -> budgets, headroom, PriceList::shipped, clock);
    }

    @AfterEach
    void close() {
        scheduler.close();
        queue.close();
    }

    private void rule(String json) {
        try {
            alerts.rules().put(AlertRuleJson.read(JSON.readTree(json.replace('\'', '"'))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void spend(String id, String usd, String at) {
        store.append(UsageBatch.of(costing(id, usd, at)));
    }

    private static UsageRecord costing(String id, String usd, String at) {
        return record(id).at(at).cost(usd).build();
    }

    private List<String> evaluate() {
        int before = sent.size();
        scheduler.evaluate(clock.instant());
        scheduler.deliver();
        return sent.subList(before, sent.size()).stream().map(Alert::text).toList();
    }

    @Test
    void spend_over_an_amount_is_told_once_a_period() {
        rule("{'name':'daily','type':'spend','usd':'1.00','period':'day'}");
        spend("a", "1.00", "2026-11-22T09:00:00Z");
        assertThat(evaluate()).as("not more than the amount").isEmpty();

        spend("b", "0.01", "2026-11-22T09:30:00Z");

        assertThat(evaluate()).containsExactly("High cost today: $1.01, more than $1");
        spend("c", "5", "2026-11-22T09:40:00Z");
        assertThat(evaluate()).as("told already").isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(evaluate()).as("a new day").isEmpty();
        spend("d", "2", "2026-11-23T09:40:00Z");
        assertThat(evaluate()).containsExactly("High cost today: $2, more than $1");
    }

    @Test
    void in_spanish_it_is_the_first_tools_cost_alert() {
        alerts = alerts(Locale.forLanguageTag("es"));
        scheduler.close();
        scheduler = scheduler();
        rule("{'name':'diario','type':'spend','usd':'1.00'}");
        spend("a", "1.23", "2026-11-22T09:00:00Z");

        assertThat(evaluate()).containsExactly("Costo diario alto: $1.23, más de $1");
    }

    @Test
    void spend_of_a_scope_looks_at_its_calls_only() {
        rule("{'name':'nobody','type':'spend','usd':'1','project':'nobody'}");
        spend("a", "5", "2026-11-22T09:00:00Z");

        assertThat(evaluate()).isEmpty();
    }

    @Test
    void shares_of_a_budget_alert_once_each() {
        rule("{'name':'money','type':'budget'}");
        Window month = store.calendar().month(clock.instant());
        budgets.add(new BudgetStatusSource.Status("all/month", month, new BigDecimal("4.999"), BigDecimal.TEN));
        assertThat(evaluate()).isEmpty();

        budgets.set(0, new BudgetStatusSource.Status("all/month", month, new BigDecimal("8.1"), BigDecimal.TEN));
        assertThat(evaluate())
                .as("one jump over two shares")
                .containsExactly("81% of the budget all/month is spent: $8.1 of $10");
        assertThat(evaluate()).isEmpty();
        budgets.set(0, new BudgetStatusSource.Status("all/month", month, BigDecimal.TEN, BigDecimal.TEN));
        assertThat(evaluate()).containsExactly("100% of the budget all/month is spent: $10 of $10");
    }

    @Test
    void a_fast_burn_rate_alerts_while_it_lasts() {
        rule("{'name':'burn','type':'burn_rate','usd':'720','period':'month'}");
        // 720 USD in November's 720 hours: an even pace is 1 USD an hour.
        spend("past", "14", "2026-11-22T09:20:00Z");
        assertThat(evaluate()).as("it burned, and stopped").isEmpty();

        spend("now", "2", "2026-11-22T09:58:00Z");

        assertThat(evaluate()).containsExactly("Spend is 16 times the planned rate over the last 1 h ($720 planned)");
        assertThat(evaluate()).isEmpty();
    }

    @Test
    void a_slow_burn_rate_alerts_by_the_longer_windows() {
        rule("{'name':'burn','type':'burn_rate','usd':'720'}");
        for (int hour = 4; hour < 10; hour++) {
            spend("at" + hour, "7", "2026-11-22T0" + hour + ":50:00Z");
        }

        assertThat(evaluate()).containsExactly("Spend is 7 times the planned rate over the last 6 h ($720 planned)");
    }

    @Test
    void unsettled_calls_alert_with_their_worst_case() {
        rule("{'name':'lost','type':'unsettled'}");
        assertThat(evaluate()).isEmpty();

        store.append(new UsageBatch(
                List.of(openCall("lost", "2026-11-22T09:00:00Z").unsettledBecause("the gateway died")), List.of()));

        assertThat(evaluate()).singleElement().asString().startsWith("One call is unsettled: up to $");
    }

    @Test
    void a_rate_limit_nearly_used_up_alerts_while_the_report_is_fresh() {
        rule("{'name':'limit','type':'headroom','percent':10}");
        headroom.update(new DefaultHttpHeaders()
                .set("x-ratelimit-limit-requests", "1000")
                .set("x-ratelimit-remaining-requests", "100")
                .set("x-ratelimit-limit-tokens", "6000")
                .set("x-ratelimit-remaining-tokens", "5000"));

        assertThat(evaluate()).containsExactly("Groq's rate limit is nearly used up: 100 of 1000 requests left");
        clock.advance(Duration.ofHours(2));
        assertThat(evaluate()).as("nobody has heard of it for long").isEmpty();
    }

    @Test
    void a_failing_store_alerts() {
        rule("{'name':'books','type':'store_degraded'}");
        assertThat(evaluate()).isEmpty();
        store.fail();

        assertThat(evaluate())
                .containsExactly("The store has problems: the disk is full, says the test (0 records waiting on disk)");
    }

    @Test
    void a_channel_that_takes_nothing_is_tried_again_with_longer_and_longer_pauses() {
        rule("{'name':'daily','type':'spend','usd':'1','channels':['ops','log']}");
        spend("a", "2", "2026-11-22T09:00:00Z");
        opsIsDown = true;

        assertThat(evaluate()).as("the other channel does not wait").hasSize(1);
        assertThat(waiting().attempts()).isEqualTo(1);
        scheduler.deliver();
        assertThat(waiting().attempts()).as("it is not its time yet").isEqualTo(1);
        for (int attempt = 2; attempt < 12; attempt++) {
            clock.set(waiting().next());
            scheduler.deliver();
            assertThat(waiting().attempts()).isEqualTo(attempt);
        }
        assertThat(Duration.between(clock.instant(), waiting().next())).isEqualTo(Duration.ofMinutes(10));
        assertThat(waiting().error()).isEqualTo("nobody there");

        opsIsDown = false;
        clock.set(waiting().next());
        scheduler.deliver();

        assertThat(sentToOps).hasSize(1);
        assertThat(sent).as("once each").hasSize(1);
        assertThat(sentToOps.get(0).id()).isEqualTo(sent.get(0).id());
    }

    @Test
    void a_model_without_a_known_price_alerts_once_a_day() {
        rule("{'name':'prices','type':'unpriced_model'}");
        spend("a", "1", "2026-11-22T09:00:00Z");
        assertThat(evaluate()).as("its price is known").isEmpty();

        store.append(UsageBatch.of(unpriced("b", "2026-11-22T09:10:00Z")));
        assertThat(evaluate()).singleElement().asString().contains("some/new-model");
        store.append(UsageBatch.of(unpriced("c", "2026-11-22T09:20:00Z")));
        assertThat(evaluate()).as("told already").isEmpty();
        clock.advance(Duration.ofDays(1));
        store.append(UsageBatch.of(unpriced("d", "2026-11-23T09:20:00Z")));
        assertThat(evaluate()).as("a new day").hasSize(1);
    }

    @Test
    void an_alert_on_a_model_without_a_price_says_what_it_would_cost_at_the_dearest() {
        rule("{'name':'prices','type':'unpriced_model'}");
        store.append(UsageBatch.of(record("a")
                .at("2026-11-22T09:00:00Z")
                .model("some/new-model")
                .usage(Usage.tokens(1_000_000, 1_000_000))
                .cost("1")
                .basis(PriceBasis.FALLBACK)
                .build()));
        assertThat(evaluate())
                .singleElement()
                .asString()
                .contains("No price is known for some/new-model; its calls count $1 today, at the default price")
                .contains("would cost $4.8");
    }

    private static UsageRecord unpriced(String id, String at) {
        return record(id)
                .at(at)
                .model("some/new-model")
                .cost("0.01")
                .basis(PriceBasis.FALLBACK)
                .build();
    }

    private AlertDelivery.Progress waiting() {
        return Objects.requireNonNull(alerts.outbox().all().get(0).channels().get("ops"));
    }

    @Test
    void after_a_day_a_channel_is_given_up() {
        rule("{'name':'daily','type':'spend','usd':'1','channels':['ops']}");
        spend("a", "2", "2026-11-22T09:00:00Z");
        opsIsDown = true;
        evaluate();

        clock.advance(Duration.ofHours(25));
        scheduler.deliver();

        assertThat(waiting().state()).isEqualTo(AlertDelivery.State.GIVEN_UP);
        assertThat(alerts.outbox().waiting()).isEmpty();
    }

    @Test
    void what_was_decided_before_a_crash_is_delivered_after_it_and_decided_once() {
        rule("{'name':'daily','type':'spend','usd':'1'}");
        spend("a", "2", "2026-11-22T09:00:00Z");
        scheduler.evaluate(clock.instant());
        assertThat(sent).isEmpty();

        scheduler.close();
        scheduler = scheduler();

        assertThat(evaluate()).hasSize(1);
        assertThat(alerts.outbox().all()).hasSize(1);
    }

    @Test
    void the_history_forgets_what_is_long_over() {
        rule("{'name':'daily','type':'spend','usd':'1'}");
        rule("{'name':'ever','type':'spend','usd':'1','period':'total'}");
        spend("a", "2", "2026-11-22T09:00:00Z");
        evaluate();
        assertThat(alerts.outbox().all()).hasSize(2);

        alerts.outbox().prune(Instant.parse("2027-03-01T00:00:00Z"));

        assertThat(alerts.outbox().all())
                .extracting(delivery -> delivery.alert().rule())
                .containsExactly("ever");
    }

    @Test
    void a_rule_that_names_a_channel_nobody_has_is_refused() {
        assertThatThrownBy(() -> rule("{'name':'x','type':'unsettled','channels':['pager']}"))
                .hasMessageContaining("'pager'")
                .hasMessageContaining("log, ops");
    }
}
