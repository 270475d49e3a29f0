package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatTest {

    private static final String HELLO =
            "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final String STREAM = HELLO.replace("{\"model\"", "{\"stream\":true,\"model\"");

    private GroqSimulator simulator;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        simulator = GroqSimulator.start(SimulatorConfig.local());
        client = new Client(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void a_plain_answer_has_the_members_groq_sends() {
        HttpResponse<byte[]> response = client.chat(HELLO);

        JsonNode body = Client.json(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "object",
                        "created",
                        "model",
                        "choices",
                        "usage",
                        "usage_breakdown",
                        "system_fingerprint",
                        "x_groq",
                        "service_tier");
        assertThat(body.at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(body.path("service_tier").asText()).isEqualTo("on_demand");
        assertThat(response.headers().firstValue("x-request-id"))
                .contains(body.at("/x_groq/id").asText());
        assertThat(response.headers().firstValue("x-ratelimit-reset-requests")).contains("172.8ms");
    }

    @Test
    void usage_adds_up_and_matches_the_controls() {
        JsonNode usage = Client.json(client.chat(
                        HELLO.replace("llama-3.3-70b-versatile", "openai/gpt-oss-120b"),
                        "x-sim-prompt-tokens",
                        "1000",
                        "x-sim-completion-tokens",
                        "50",
                        "x-sim-cached-tokens",
                        "768",
                        "x-sim-reasoning-tokens",
                        "20"))
                .path("usage");

        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(1000);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(50);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(1050);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(768);
        assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(20);
        assertThat(simulator.books().total().cost()).isEqualByComparingTo("0.0001224");
    }

    @Test
    void shape_a_tells_usage_only_in_x_groq_of_the_finish_chunk() {
        List<JsonNode> chunks = Client.chunks(client.chat(STREAM, "x-sim-shape", "A"));

        assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
        assertThat(chunks.stream().filter(chunk -> chunk.at("/x_groq/usage").isObject()))
                .singleElement()
                .satisfies(finish -> assertThat(
                                finish.at("/choices/0/finish_reason").asText())
                        .isEqualTo("stop"));
    }

    @Test
    void shape_b_is_the_default_and_tells_the_same_usage_twice_in_the_finish_chunk() {
        HttpResponse<byte[]> response = client.chat(STREAM);

        List<JsonNode> chunks = Client.chunks(response);
        JsonNode finish = chunks.get(chunks.size() - 1);
        assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(finish.path("usage").isObject()).isTrue();
        assertThat(finish.path("usage")).isEqualTo(finish.at("/x_groq/usage"));
        assertThat(Client.text(response)).endsWith("}}\n\ndata: [DONE]\n\n");
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    }

    @Test
    void shape_c_tells_the_same_usage_three_times_and_the_tier_in_the_last_chunk() {
        List<JsonNode> chunks = Client.chunks(
                client.chat(STREAM.replace("{\"stream\"", "{\"stream_options\":{\"include_usage\":true},\"stream\"")));

        JsonNode last = chunks.get(chunks.size() - 1);
        JsonNode finish = chunks.get(chunks.size() - 2);
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.path("service_tier").asText()).isEqualTo("on_demand");
        assertThat(List.of(finish.path("usage"), finish.at("/x_groq/usage"))).containsOnly(last.path("usage"));
    }

    @Test
    void the_same_seed_and_calls_give_the_same_bytes() throws IOException {
        SimulatorConfig fixed = SimulatorConfig.local().withClock(() -> java.time.Instant.EPOCH);
        try (GroqSimulator one = GroqSimulator.start(fixed);
                GroqSimulator two = GroqSimulator.start(fixed)) {
            for (int i = 0; i < 5; i++) {
                assertThat(new Client(one).chat(STREAM).body())
                        .isEqualTo(new Client(two).chat(STREAM).body());
            }
        }
    }
}
