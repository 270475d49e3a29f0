package io.groqmeter.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.access.KeyBook;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.gateway.access.AccessOptions;
import io.groqmeter.gateway.access.KeylessAccess;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.simulator.wire.SeenRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls with caller keys, from a client through the gateway to a simulated Groq. */
class CallerKeyTest {

    private static final String ASK =
            "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private GroqSimulator groq;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
        gateway = RunningGateway.with(
                groq.baseUrl(),
                options -> options.withAccess(new AccessOptions(KeylessAccess.NOBODY, null, null, List.of())));
    }

    @AfterEach
    void close() {
        gateway.close();
        groq.close();
    }

    /** A new key, once the gateway knows it. */
    private String key(String name, String... models) {
        String text = gateway.keys()
                .create(new KeyBook.Wish(name, "web", null, Set.of(models), null))
                .text();
        await().atMost(PATIENCE).until(() -> get("/openai/v1/models", text).statusCode() == 200);
        groq.reset();
        return text;
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        return gateway.get(path, "authorization", "Bearer " + key);
    }

    private HttpResponse<String> chat(@Nullable String key, String body) throws Exception {
        return key == null ? gateway.chat(body) : gateway.chat(body, "authorization", "Bearer " + key);
    }

    private static String ask(String more) {
        return ASK.formatted("Hola", more);
    }

    @Test
    void a_call_with_a_caller_key_goes_out_with_the_gateways_and_is_booked_to_its_name() throws Exception {
        String key = key("shop");

        assertThat(chat(key, ask("")).statusCode()).isEqualTo(200);

        SeenRequest seen = groq.requests(1).get(0);
        assertThat(seen.headers().toString()).contains("Bearer gsk_gateway").doesNotContain(key);
        assertThat(gateway.records()).last().satisfies(record -> {
            assertThat(record.attribution().key()).isEqualTo("shop");
            assertThat(record.attribution().project()).isEqualTo("web");
        });
    }

    @Test
    void the_chat_route_takes_it_too() throws Exception {
        String key = key("shop");

        assertThat(gateway.post("/chat", "{\"message\":\"Hola\"}", "authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.post("/chat", "{\"message\":\"Hola\"}").statusCode()).isEqualTo(401);
    }

    @Test
    void without_one_nothing_reaches_groq() throws Exception {
        assertThat(chat(null, ask("")).statusCode()).isEqualTo(401);
        assertThat(chat("gsk_own", ask("")).statusCode()).isEqualTo(401);
        assertThat(groq.requests(1)).isEmpty();
        assertThat(gateway.records()).isEmpty();
    }

    @Test
    void a_revoked_key_lets_its_calls_under_way_end_and_begins_no_others() throws Exception {
        String key = key("shop");
        CompletableFuture<HttpResponse<String>> underWay = CompletableFuture.supplyAsync(() -> {
            try {
                return gateway.chat(
                        ask(",\"stream\":true"), "authorization", "Bearer " + key, "x-sim-chunk-delay-ms", "60");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE).until(() -> !groq.requests(1).isEmpty());

        gateway.keys().revoke("shop");
        await().atMost(PATIENCE).until(() -> chat(key, ask("")).statusCode() == 401);

        assertThat(underWay.get().statusCode()).isEqualTo(200);
        assertThat(underWay.get().body()).endsWith("data: [DONE]\n\n");
        assertThat(gateway.records())
                .last()
                .satisfies(record -> assertThat(record.attribution().key()).isEqualTo("shop"));
    }

    @Test
    void a_rotated_keys_old_text_is_good_for_its_grace_and_the_new_one_at_once() throws Exception {
        String before = key("shop");

        String after = gateway.keys().rotate("shop", Duration.ofHours(1)).text();

        await().atMost(PATIENCE).until(() -> chat(after, ask("")).statusCode() == 200);
        assertThat(chat(before, ask("")).statusCode()).isEqualTo(200);
        gateway.keys().rotate("shop", Duration.ZERO);
        await().atMost(PATIENCE).until(() -> chat(after, ask("")).statusCode() == 401);
        assertThat(chat(before, ask("")).statusCode()).isEqualTo(401);
    }

    @Test
    void a_key_for_some_models_may_ask_for_those_and_list_models_and_nothing_else() throws Exception {
        String key = key("shop", "openai/gpt-oss-20b");

        assertThat(chat(key, ask("")).statusCode()).isEqualTo(200);
        assertThat(get("/openai/v1/models", key).statusCode()).isEqualTo(200);
        groq.reset();
        for (String body : List.of(
                "{\"model\":\"openai/gpt-oss-120b\",\"messages\":[]}",
                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[],\"model\":\"openai/gpt-oss-120b\"}",
                "{\"model\":\"openai/gpt-oss-120b\",\"messages\":[],\"model\":\"openai/gpt-oss-20b\"}",
                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[],\"MODEL\":\"openai/gpt-oss-120b\"}",
                "{\"messages\":[]}",
                "")) {
            HttpResponse<String> refused = chat(key, body);
            assertThat(refused.statusCode()).as(body).isEqualTo(403);
            assertThat(refused.body()).contains("\"model_not_allowed\"", "openai/gpt-oss-20b");
        }
        assertThat(get("/openai/v1/batches", key).statusCode()).isEqualTo(403);
        assertThat(get("/openai/v1/models/..%2fbatches", key).statusCode()).isEqualTo(400);
        assertThat(gateway.post("/openai/v1/models", "{}", "authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.send("DELETE", "/openai/v1/models/mine", "authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.post("/openai/v1/files", "x", "authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.post("/openai/v1/chat/completions/x", ask(""), "authorization", "Bearer " + key)
                        .statusCode())
                .isEqualTo(403);
        assertThat(groq.requests(1)).isEmpty();
    }

    @Test
    void a_model_that_only_the_end_of_a_large_body_names_is_refused_before_groq_has_the_whole() throws Exception {
        String key = key("shop", "openai/gpt-oss-20b");
        String large = "x".repeat(3 * 1024 * 1024);

        assertThat(chat(key, ASK.formatted(large, "")).statusCode()).isEqualTo(200);
        groq.reset();
        HttpResponse<String> refused = chat(key, ASK.formatted(large, ",\"model\":\"openai/gpt-oss-120b\""));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("may not use the model 'openai/gpt-oss-120b'");
        assertThat(groq.requests(1)).isEmpty();
        await().atMost(PATIENCE).until(() -> gateway.store().openCalls().isEmpty());
        assertThat(gateway.records()).last().satisfies(record -> assertThat(record.cost())
                .isZero());
    }
}
