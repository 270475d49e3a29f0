package io.groqmeter.gateway;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageSums;
import io.groqmeter.testkit.Seeded;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 6: every view of the books shows the same number, to the last digit. */
class OneNumberTest {

    private static final int CALLS = 240;

    private static GroqSimulator groq;
    private static RunningGateway gateway;
    private static UsageSums truth;

    @BeforeAll
    static void mixedTraffic() throws Exception {
        groq = GroqSimulator.start(SimulatorConfig.local().withSeed(6).withErrorRates(0.05, 0.02, 0.03));
        gateway = new RunningGateway(groq.baseUrl());
        Seeded seeded = new Seeded(6);
        for (int call = 0; call < CALLS; call++) {
            send(seeded);
        }
        truth = gateway.records().stream().map(UsageSums::of).reduce(UsageSums.ZERO, UsageSums::plus);
    }

    private static void send(Seeded seeded) throws Exception {
        String model = seeded.oneOf(
                "openai/gpt-oss-20b", "openai/gpt-oss-120b", "llama-3.1-8b-instant", "qwen/qwen3-32b", "no-such/model");
        String words = "word ".repeat((int) seeded.between(1, 300));
        String message = "\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]";
        String[] headers = seeded.oneOf(List.of(
                new String[] {"authorization", "Bearer gsk_one", "x-groqmeter-project", "web"},
                new String[] {"authorization", "Bearer gsk_two", "x-groqmeter-user", "ana"},
                new String[] {"authorization", "Bearer gsk_two"}));
        switch ((int) seeded.between(1, 6)) {
            case 1, 2 -> gateway.chat("{\"model\":\"" + model + "\"," + message + "}", headers);
            case 3 -> gateway.chat("{\"model\":\"" + model + "\",\"stream\":true," + message + "}", headers);
            case 4 ->
                gateway.post(
                        "/openai/v1/responses", "{\"model\":\"" + model + "\",\"input\":\"" + words + "\"}", headers);
            case 5 ->
                gateway.post(
                        "/openai/v1/audio/speech",
                        "{\"model\":\"canopylabs/orpheus-v1-english\",\"voice\":\"troy\",\"response_format\":\"wav\","
                                + "\"input\":\"" + words + "\"}",
                        headers);
            default -> gateway.get("/openai/v1/models", headers);
        }
    }

    @AfterAll
    static void close() {
        gateway.close();
        groq.close();
    }

    private static JsonNode ask(String path) throws Exception {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return StoredBooks.parse(answer.body());
    }

    @Test
    void the_traffic_has_all_sorts_of_calls_in_it() {
        assertThat(truth.calls()).isEqualTo(CALLS);
        assertThat(truth.metered()).isBetween(CALLS / 3L, CALLS - 1L);
        assertThat(truth.errors()).isPositive();
        assertThat(truth.characters()).isPositive();
        assertThat(truth.cost()).isPositive();
    }

    @Test
    void the_first_tools_totals() throws Exception {
        JsonNode stats = ask("/debug/stats?type=total");

        assertThat(stats.get("total_cost_usd").decimalValue()).isEqualByComparingTo(truth.cost());
        assertThat(stats.get("total_requests").longValue()).isEqualTo(truth.metered());
        assertThat(stats.get("total_input_tokens").longValue()).isEqualTo(truth.inputTokens());
        assertThat(stats.get("total_output_tokens").longValue()).isEqualTo(truth.outputTokens());
        assertThat(sum(stats.get("models_used"), JsonNode::decimalValue))
                .isEqualByComparingTo(BigDecimal.valueOf(truth.metered()));
    }

    @Test
    void the_first_tools_days_and_months_add_up_to_its_total() throws Exception {
        for (String grain : List.of("day", "month")) {
            BigDecimal cost = BigDecimal.ZERO;
            for (JsonNode group : ask("/api/summary?by=" + grain).get("data")) {
                String name = grain.equals("day") ? "date" : "month";
                cost = cost.add(
                        ask("/debug/stats?" + name + "=" + group.get(grain).asText())
                                .get("total_cost_usd")
                                .decimalValue());
            }
            assertThat(cost).isEqualByComparingTo(truth.cost());
        }
    }

    @Test
    void the_first_tools_log() throws Exception {
        JsonNode log = ask("/debug/usage_log?limit=1000");

        assertThat(log).hasSize((int) truth.metered());
        assertThat(sum(log, entry -> entry.get("cost_usd").decimalValue())).isEqualByComparingTo(truth.cost());
        assertThat(sum(log, entry -> entry.get("total_tokens").decimalValue()))
                .isEqualByComparingTo(BigDecimal.valueOf(truth.totalTokens()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model",
                "key,project,user",
                "endpoint,hour",
                "day,model,key",
                "month,usage_basis,price_basis",
                "user,model,endpoint,project,key"
            })
    void the_summary_in_groups(String by) throws Exception {
        JsonNode summary = ask("/api/summary?by=" + by);

        for (JsonNode parts : List.of(summary.get("data"), summary.get("usage_basis"), summary.get("price_basis"))) {
            assertThat(sum(parts, group -> new BigDecimal(group.get("cost_usd").asText())))
                    .isEqualByComparingTo(truth.cost());
            assertThat(sum(parts, group -> group.get("calls").decimalValue()))
                    .isEqualByComparingTo(BigDecimal.valueOf(truth.calls()));
            assertThat(sum(parts, group -> group.get("input_tokens").decimalValue()))
                    .isEqualByComparingTo(BigDecimal.valueOf(truth.inputTokens()));
        }
        assertThat(summary.at("/total/cost_usd").asText())
                .isEqualTo(truth.cost().stripTrailingZeros().toPlainString());
        assertThat(summary.at("/total/characters").longValue()).isEqualTo(truth.characters());
        assertThat(summary.at("/total/errors").longValue()).isEqualTo(truth.errors());
    }

    @Test
    void the_calls_themselves() throws Exception {
        List<JsonNode> calls = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ask("/api/usage?limit=37" + cursor);
            page.get("data").forEach(calls::add);
            cursor = page.get("next_cursor").isNull()
                    ? ""
                    : "&cursor=" + page.get("next_cursor").asText();
        } while (!cursor.isEmpty());

        assertThat(calls).hasSize(CALLS);
        assertThat(sum(calls, call -> new BigDecimal(call.get("cost_usd").asText())))
                .isEqualByComparingTo(truth.cost());
        assertThat(calls).allSatisfy(call -> assertThat(
                        ask("/api/usage/" + call.get("id").asText()).properties())
                .containsAll(call.properties()));
    }

    @Test
    void the_calls_as_csv() throws Exception {
        List<String> lines =
                gateway.get("/api/usage?format=csv").body().lines().skip(1).toList();

        assertThat(lines).hasSize(CALLS);
        // The cost is the last but one, and neither it nor the last is ever quoted.
        assertThat(lines.stream()
                        .map(line -> line.split(","))
                        .map(fields -> new BigDecimal(fields[fields.length - 2]))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(truth.cost());
    }

    @Test
    void the_metrics_as_far_as_a_double_goes() throws Exception {
        Map<String, Double> metrics = gateway.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("groqmeter_"))
                .map(line -> line.split(" (?=[^ ]+$)"))
                .collect(toMap(parts -> parts[0], parts -> Double.valueOf(parts[1])));

        assertThat(metrics)
                .containsEntry(
                        "groqmeter_spend_usd{period=\"total\"}", truth.cost().doubleValue());
        assertThat(sum(metrics, "groqmeter_calls_total{")).isEqualTo(truth.calls());
        assertThat(sum(metrics, "groqmeter_input_tokens_total{")).isEqualTo(truth.inputTokens());
        assertThat(sum(metrics, "groqmeter_output_tokens_total{")).isEqualTo(truth.outputTokens());
        for (JsonNode group :
                ask("/api/summary?by=model,endpoint&model=openai/gpt-oss-20b").get("data")) {
            String series = "groqmeter_cost_usd_total{endpoint=\""
                    + group.get("endpoint").asText() + "\",model=\"openai/gpt-oss-20b\"}";
            assertThat(metrics)
                    .containsEntry(series, Double.valueOf(group.get("cost_usd").asText()));
        }
    }

    private static double sum(Map<String, Double> metrics, String prefix) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static BigDecimal sum(Iterable<JsonNode> parts, Function<JsonNode, BigDecimal> value) {
        return StreamSupport.stream(parts.spliterator(), false).map(value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
