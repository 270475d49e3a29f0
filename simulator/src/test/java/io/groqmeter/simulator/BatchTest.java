package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest extends SimulatorTest {

    private static final String LINE =
            "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}\n";

    @Test
    void a_batch_runs_its_lines_at_half_price_and_writes_them_with_their_usage() {
        String batch = create(LINE.formatted("one", asking("openai/gpt-oss-120b"))
                + LINE.formatted("two", asking("openai/gpt-oss-120b")));

        JsonNode done = Client.json(client.get("/openai/v1/batches/" + batch));
        List<JsonNode> lines = lines(done.path("output_file_id").asText());

        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.at("/request_counts/completed").asInt()).isEqualTo(2);
        assertThat(lines).extracting(line -> line.path("custom_id").asText()).containsExactly("one", "two");
        BigDecimal cost = BigDecimal.ZERO;
        for (JsonNode line : lines) {
            assertThat(line.path("id").asText()).startsWith("batch_req_out_");
            assertThat(line.at("/response/body/service_tier").asText()).isEqualTo("batch");
            assertThat(line.at("/response/request_id").asText())
                    .isEqualTo(line.at("/response/body/x_groq/id").asText());
            cost = cost.add(halfPrice(line.at("/response/body/usage")));
        }
        assertThat(simulator.books().total().batchLines()).isEqualTo(2);
        assertThat(simulator.books().total().cost()).isEqualByComparingTo(cost);
    }

    @Test
    void a_model_that_batches_are_not_sold_for_costs_its_full_price() {
        JsonNode usage = lines(Client.json(client.get("/openai/v1/batches/"
                                + create(LINE.formatted("x", asking("openai/gpt-oss-safeguard-20b")))))
                        .path("output_file_id")
                        .asText())
                .get(0)
                .at("/response/body/usage");
        assertThat(simulator.books().total().cost())
                .isEqualByComparingTo(new BigDecimal("0.075")
                        .multiply(usage.path("prompt_tokens").decimalValue())
                        .add(new BigDecimal("0.30")
                                .multiply(usage.path("completion_tokens").decimalValue()))
                        .movePointLeft(6));
    }

    @Test
    void cached_tokens_get_no_second_discount_in_a_batch() {
        String body = asking("openai/gpt-oss-120b").replace("hello", "counting ".repeat(300));
        client.chat(body);
        BigDecimal before = simulator.books().total().cost();

        JsonNode usage = lines(Client.json(client.get("/openai/v1/batches/" + create(LINE.formatted("x", body))))
                        .path("output_file_id")
                        .asText())
                .get(0)
                .at("/response/body/usage");

        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isPositive();
        assertThat(simulator.books().total().cost().subtract(before)).isEqualByComparingTo(halfPrice(usage));
    }

    @Test
    void bad_lines_go_to_the_error_file_and_owe_nothing() {
        String batch = create(LINE.formatted("one", asking("no-such-model")) + "{broken\n");

        JsonNode done = Client.json(client.get("/openai/v1/batches/" + batch));

        assertThat(done.at("/request_counts/failed").asInt()).isEqualTo(2);
        assertThat(done.path("output_file_id").isNull()).isTrue();
        assertThat(lines(done.path("error_file_id").asText()))
                .extracting(line -> line.at("/response/status_code").asInt())
                .containsExactly(404, 400);
        assertThat(simulator.books().total().batchLines()).isZero();
    }

    @Test
    void a_batch_cancelled_in_time_never_runs() {
        String batch = create(LINE.formatted("one", HELLO));

        JsonNode cancelled = Client.json(client.post("/openai/v1/batches/" + batch + "/cancel", ""));

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(Client.json(client.get("/openai/v1/batches"))
                        .at("/data/0/status")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(simulator.books().ledger(0)).isEmpty();
    }

    @Test
    void files_can_be_listed_looked_at_and_deleted() {
        String file = upload("{}\n");

        assertThat(Client.json(client.get("/openai/v1/files")).at("/data/0/id").asText())
                .isEqualTo(file);
        assertThat(Client.json(client.get("/openai/v1/files/" + file))
                        .path("bytes")
                        .asInt())
                .isEqualTo(3);
        assertThat(client.send(client.request("/openai/v1/files/" + file).DELETE())
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.get("/openai/v1/files/" + file).statusCode()).isEqualTo(404);
    }

    private String create(String lines) {
        return Client.json(client.post(
                        "/openai/v1/batches",
                        "{\"input_file_id\":\"" + upload(lines)
                                + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"))
                .path("id")
                .asText();
    }

    private String upload(String content) {
        String form = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"in.jsonl\"\r\n\r\n" + content
                + "\r\n--b--\r\n";
        return Client.json(client.send(client.request("/openai/v1/files")
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(form))))
                .path("id")
                .asText();
    }

    private List<JsonNode> lines(String file) {
        return Client.text(client.get("/openai/v1/files/" + file + "/content"))
                .lines()
                .map(Client::json)
                .toList();
    }

    private static BigDecimal halfPrice(JsonNode usage) {
        return new BigDecimal("0.075")
                .multiply(usage.path("prompt_tokens").decimalValue())
                .add(new BigDecimal("0.30")
                        .multiply(usage.path("completion_tokens").decimalValue()))
                .movePointLeft(6);
    }
}
