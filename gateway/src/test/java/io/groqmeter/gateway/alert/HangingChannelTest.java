package io.groqmeter.gateway.alert;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.UsageQueue;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A channel whose receiver accepts a connection and then says nothing. */
class HangingChannelTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Alert> taken = new CopyOnWriteArrayList<>();

    private void hang(Alert alert) throws IOException {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void it_delays_no_other_and_each_is_told_once() {
        ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
        InMemoryUsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        Alerts alerts = Alerts.of(
                new InMemoryPolicyStore(), List.of(), Map.of("log", taken::add, "ops", this::hang), Locale.ENGLISH);
        for (AlertPeriod period : List.of(AlertPeriod.DAY, AlertPeriod.TOTAL)) {
            Condition spend = new Condition.Spend(BigDecimal.ONE, period, Map.of());
            alerts.rules().put(new AlertRule(period.label(), spend, List.of("ops", "log")));
        }
        store.append(
                UsageBatch.of(record("a").at("2026-11-22T09:00:00Z").cost("2").build()));

        try (UsageQueue queue = new UsageQueue(store, List.of());
                AlertScheduler scheduler =
                        alerts.scheduler(store, queue, List::of, new RateHeadroom(clock), PriceList::shipped, clock)) {
            scheduler.start();

            await().until(() -> taken.size() == 2);
            assertThat(alerts.outbox().waiting())
                    .hasSize(2)
                    .allMatch(delivery -> delivery.progress("ops").state() == AlertDelivery.State.WAITING);
            end.countDown();
            await().until(() -> alerts.outbox().waiting().isEmpty());
            assertThat(taken).hasSize(2);
        }
    }
}
