package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.UsageQueue;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.gateway.access.Principal;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

    @TempDir
    private Path folder = Path.of("");

    private final AtomicBoolean full = new AtomicBoolean();
    private final List<String> damage = new ArrayList<>();

    /** A store whose disk can be full. */
    private UsageStore store() {
        UsageStore memory = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        return (UsageStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {UsageStore.class}, (proxy, method, arguments) -> {
                    if (full.get() && method.getName().equals("append")) {
                        throw new UsageStoreException("the disk is full");
                    }
                    return full.get() && method.getName().equals("check")
                            ? new StoreHealth(false, "the disk is full; make room")
                            : method.invoke(memory, arguments);
                });
    }

    private HealthResource health(UsageStore store, UsageQueue queue) {
        InstantSource clock = InstantSource.system();
        return new HealthResource(
                store, queue, BudgetGuard.none(clock), new LivePrices(folder, clock), () -> damage, () -> false);
    }

    private static LocalResponse ask(HealthResource health) {
        return health.answer(new LocalRequest(
                "GET",
                "/healthz",
                Map.of(),
                Map.of(),
                new DefaultHttpHeaders(),
                new byte[0],
                new Principal(InetAddress.getLoopbackAddress(), true, false)));
    }

    private static JsonNode body(LocalResponse reply) {
        return StoredBooks.parse(new String(reply.body(), StandardCharsets.UTF_8));
    }

    @Test
    void while_the_store_takes_nothing_it_is_503_with_the_reason_and_what_waits() {
        UsageStore store = store();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            HealthResource health = health(store, queue);
            full.set(true);
            queue.settle(record("a").build());
            await().atMost(Duration.ofSeconds(10)).until(() -> queue.failing() != null);
            queue.settle(record("b").build());

            LocalResponse failing = ask(health);
            assertThat(failing.status()).isEqualTo(503);
            assertThat(body(failing).get("status").asText()).isEqualTo("degraded");
            assertThat(body(failing).at("/store/detail").asText()).contains("make room");
            assertThat(body(failing).at("/queue/failing").asText()).isEqualTo("the disk is full");
            assertThat(body(failing).at("/queue/backlog").intValue()).isEqualTo(2);

            full.set(false);
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(ask(health).status()).isEqualTo(200));
            assertThat(body(ask(health)).get("status").asText()).isEqualTo("ok");
        }
    }

    @Test
    void a_refused_price_file_degrades_it_but_calls_are_recorded() throws IOException {
        Files.writeString(folder.resolve("prices.json"), "{\"models\":");
        UsageStore store = store();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            LocalResponse degraded = ask(health(store, queue));

            assertThat(degraded.status()).isEqualTo(200);
            assertThat(body(degraded).get("status").asText()).isEqualTo("degraded");
            assertThat(body(degraded).get("prices_problem").asText()).contains("prices.json");
        }
    }

    @Test
    void damage_degrades_it_and_owners_see_each_line() {
        UsageStore store = store();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            HealthResource health = health(store, queue);
            damage.add("calls.journal was damaged; see to it");

            LocalResponse degraded = ask(health);
            assertThat(degraded.status()).isEqualTo(200);
            assertThat(body(degraded).get("status").asText()).isEqualTo("degraded");
            assertThat(body(degraded).at("/damage/0").asText()).isEqualTo("calls.journal was damaged; see to it");

            damage.clear();
            assertThat(body(ask(health)).get("status").asText()).isEqualTo("ok");
        }
    }
}
