package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class CompoundTest extends SimulatorTest {

    private static final Map<String, BigDecimal[]> PRICES = Map.of(
            "meta-llama/llama-4-scout-17b-16e-instruct", prices("0.11", "0.34"),
            "openai/gpt-oss-120b", prices("0.15", "0.60"));

    @Test
    void the_parts_add_up_to_the_whole_and_to_the_bill() {
        JsonNode body = Client.json(client.chat(asking("compound-beta")));

        JsonNode models = body.at("/usage_breakdown/models");
        assertThat(body.path("model").asText()).isEqualTo("groq/compound");
        assertThat(sum(models, "prompt_tokens"))
                .isEqualTo(body.at("/usage/prompt_tokens").asLong());
        assertThat(sum(models, "completion_tokens"))
                .isEqualTo(body.at("/usage/completion_tokens").asLong());
        assertThat(body.path("usage").has("completion_tokens_details")).isFalse();
        assertThat(simulator.books().total().cost())
                .isEqualByComparingTo(cost(models).add(new BigDecimal("0.009")));
    }

    @Test
    void a_stream_repeats_the_total_in_every_part_and_tells_each_tool_twice() {
        List<JsonNode> chunks = Client.chunks(client.chat(STREAM.replace("llama-3.3-70b-versatile", "groq/compound")));

        JsonNode finish = chunks.get(chunks.size() - 1).path("x_groq");
        assertThat(finish.at("/usage_breakdown/models")).hasSize(3).allSatisfy(part -> assertThat(part.path("usage"))
                .isEqualTo(finish.path("usage")));
        List<Integer> tools = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/executed_tools/0/index"))
                .filter(JsonNode::isInt)
                .map(JsonNode::asInt)
                .toList();
        assertThat(tools).containsExactly(0, 0, 1, 1);
        assertThat(simulator.books().total().toolCalls()).isEqualTo(Map.of("search", 1L, "visit", 1L));
    }

    @Test
    void built_in_tools_of_gpt_oss_are_run_and_charged() {
        String tools = "{\"tools\":[{\"type\":\"browser_search\"},{\"type\":\"code_interpreter\"}],\"model\"";
        JsonNode body = Client.json(client.chat(asking("openai/gpt-oss-20b").replace("{\"model\"", tools)));

        assertThat(body.at("/choices/0/message/executed_tools"))
                .extracting(tool -> tool.path("type").asText())
                .containsExactly("browser.search", "browser.open", "python");
        assertThat(simulator.books().total().cost()).isGreaterThan(new BigDecimal("0.006"));
    }

    private static long sum(JsonNode models, String member) {
        return StreamSupport.stream(models.spliterator(), false)
                .mapToLong(part -> part.path("usage").path(member).asLong())
                .sum();
    }

    private static BigDecimal cost(JsonNode models) {
        BigDecimal cost = BigDecimal.ZERO;
        for (JsonNode part : models) {
            BigDecimal[] prices =
                    Objects.requireNonNull(PRICES.get(part.path("model").asText()));
            cost = cost.add(prices[0].multiply(part.at("/usage/prompt_tokens").decimalValue()))
                    .add(prices[1].multiply(part.at("/usage/completion_tokens").decimalValue()));
        }
        return cost.movePointLeft(6);
    }

    private static BigDecimal[] prices(String input, String output) {
        return new BigDecimal[] {new BigDecimal(input), new BigDecimal(output)};
    }
}
