package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class OtherEndpointTest extends SimulatorTest {

    @Test
    void models_come_in_the_recorded_shape_without_prices() {
        JsonNode list = Client.json(client.get("/openai/v1/models"));
        JsonNode one = Client.json(client.get("/openai/v1/models/openai/gpt-oss-20b"));

        assertThat(list.path("data")).contains(one).hasSizeGreaterThan(40);
        assertThat(one.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "object",
                        "created",
                        "owned_by",
                        "active",
                        "context_window",
                        "public_apps",
                        "max_completion_tokens",
                        "name",
                        "input_modalities",
                        "output_modalities",
                        "supported_features");
        assertThat(one.path("context_window").asInt()).isEqualTo(131_072);
        assertThat(one.path("max_completion_tokens").asInt()).isEqualTo(65_536);
        assertThat(client.get("/openai/v1/models/none").statusCode()).isEqualTo(404);
    }

    @Test
    void embeddings_tell_their_tokens_and_have_no_price() {
        JsonNode body = Client.json(client.post(
                "/openai/v1/embeddings", "{\"model\":\"nomic-embed-text-v1_5\",\"input\":[\"one\",\"two\"]}"));

        assertThat(body.path("data")).hasSize(2);
        assertThat(body.at("/usage/prompt_tokens").asLong())
                .isEqualTo(simulator.books().total().tokens().input());
        assertThat(simulator.books().total().unpriced()).isEqualTo(1);
    }

    @Test
    void reranking_sorts_the_documents_and_tells_no_usage() {
        JsonNode body = Client.json(client.post(
                "/openai/v1/reranking",
                "{\"model\":\"qwen3-reranker-4b\",\"query\":\"q\",\"docs\":[\"a\",\"b\",\"c\"]}"));

        assertThat(body.fieldNames()).toIterable().containsExactly("results");
        assertThat(body.path("results"))
                .extracting(result -> -result.path("score").asDouble())
                .isSorted();
    }
}
