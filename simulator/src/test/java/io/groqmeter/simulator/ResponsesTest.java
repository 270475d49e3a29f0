package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesTest extends SimulatorTest {

    private static final String ASK =
            "{\"model\":\"openai/gpt-oss-20b\",\"input\":\"hello\",\"metadata\":{\"team\":\"blue\"}}";

    @Test
    void a_response_has_openais_form_and_tells_its_usage() {
        JsonNode body = Client.json(client.post("/openai/v1/responses", ASK));

        assertThat(body.path("status").asText()).isEqualTo("completed");
        assertThat(body.path("service_tier").asText()).isEqualTo("default");
        assertThat(body.at("/metadata/team").asText()).isEqualTo("blue");
        assertThat(body.path("output"))
                .extracting(item -> item.path("type").asText())
                .containsExactly("reasoning", "message");
        assertThat(body.at("/usage/total_tokens").asLong())
                .isEqualTo(simulator.books().total().tokens().total());
        assertThat(body.at("/usage/output_tokens_details/reasoning_tokens").asLong())
                .isEqualTo(simulator.books().total().tokens().reasoning());
    }

    @Test
    void a_stream_ends_with_response_completed_and_its_deltas_make_the_text() {
        List<JsonNode> events = Client.chunks(
                client.post("/openai/v1/responses", ASK.replace("{\"model\"", "{\"stream\":true,\"model\"")));

        JsonNode last = events.get(events.size() - 1);
        String text = events.stream()
                .filter(event -> event.path("type").asText().equals("response.output_text.delta"))
                .map(event -> event.path("delta").asText())
                .reduce("", String::concat);
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        assertThat(last.at("/response/output/1/content/0/text").asText()).isEqualTo(text);
        assertThat(last.at("/response/usage/input_tokens").asLong())
                .isEqualTo(simulator.books().total().tokens().input());
        assertThat(events)
                .extracting(event -> event.path("sequence_number").asInt())
                .isSorted();
        assertThat(events.stream().filter(event -> event.at("/response/usage").isObject()))
                .hasSize(1);
    }

    @Test
    void functions_are_called_and_their_output_is_answered_with_text() {
        String tools =
                ",\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}]}";

        JsonNode call = Client.json(client.post("/openai/v1/responses", ASK.substring(0, ASK.length() - 1) + tools));
        JsonNode after = Client.json(client.post(
                "/openai/v1/responses",
                ASK.replace("\"hello\"", "[{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"22\"}]")
                                .replaceFirst("}$", "")
                        + tools));

        assertThat(call.at("/output/1/type").asText()).isEqualTo("function_call");
        assertThat(after.at("/output/1/type").asText()).isEqualTo("message");
    }
}
