package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatTest extends SimulatorTest {

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
                        asking("openai/gpt-oss-120b"),
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
        SimulatorConfig fixed = SimulatorConfig.local().withClock(() -> Instant.EPOCH);
        try (GroqSimulator one = GroqSimulator.start(fixed);
                GroqSimulator two = GroqSimulator.start(fixed)) {
            for (int i = 0; i < 5; i++) {
                assertThat(new Client(one).chat(STREAM).body())
                        .isEqualTo(new Client(two).chat(STREAM).body());
            }
        }
    }

    @Test
    void reasoning_comes_with_its_tokens_and_in_the_analysis_channel() {
        String body = STREAM.replace("llama-3.3-70b-versatile", "openai/gpt-oss-20b");

        List<JsonNode> chunks = Client.chunks(client.chat(body));
        JsonNode details = chunks.get(chunks.size() - 1).at("/usage/completion_tokens_details/reasoning_tokens");

        assertThat(details.asInt()).isPositive();
        assertThat(chunks.stream()
                        .filter(chunk ->
                                chunk.at("/choices/0/delta/channel").asText().equals("analysis")))
                .hasSize(details.asInt());
    }

    @Test
    void function_tools_are_called_with_arguments_their_schema_accepts() {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{"
                + "\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"}}}}}]}";

        JsonNode choice = Client.json(client.chat(HELLO.substring(0, HELLO.length() - 1) + tools))
                .at("/choices/0");

        JsonNode function = choice.at("/message/tool_calls/0/function");
        JsonNode arguments = Client.json(function.path("arguments").asText());
        assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(function.path("name").asText()).isEqualTo("weather");
        assertThat(arguments.path("city").isTextual()).isTrue();
        assertThat(arguments.path("days").isInt()).isTrue();
    }

    @Test
    void a_json_response_format_is_answered_with_json() {
        String body = HELLO.replace("{\"model\"", "{\"response_format\":{\"type\":\"json_object\"},\"model\"");

        String content =
                Client.json(client.chat(body)).at("/choices/0/message/content").asText();

        assertThat(Client.json(content).isObject()).isTrue();
    }

    @Test
    void a_prompt_seen_before_is_cached_in_steps_of_256_tokens() {
        String body = asking("openai/gpt-oss-120b").replace("hello", "counting ".repeat(300));

        JsonNode first = Client.json(client.chat(body)).path("usage");
        JsonNode second = Client.json(client.chat(body)).path("usage");

        assertThat(first.has("prompt_tokens_details")).isFalse();
        assertThat(second.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(512);
    }

    @Test
    void max_tokens_cut_an_answer_short() {
        JsonNode body = Client.json(client.chat(HELLO.replace("{\"model\"", "{\"max_tokens\":7,\"model\"")));

        assertThat(body.at("/usage/completion_tokens").asInt()).isEqualTo(7);
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    }

    @Test
    void both_prefixes_are_served() {
        assertThat(client.post("/api/openai/v1/chat/completions", HELLO).statusCode())
                .isEqualTo(200);
    }
}
