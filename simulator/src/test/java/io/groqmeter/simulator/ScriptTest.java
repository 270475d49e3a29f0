package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Header;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest extends SimulatorTest {

    @Test
    void a_scripted_answer_comes_byte_for_byte_and_once() {
        byte[] body = {0, (byte) 0xff, 'x', '\r', '\n', (byte) 0xc3};
        simulator.script(Script.next(new Answer(
                        418, List.of(new Header("X-Odd", "one"), new Header("X-Odd", "two")), new Body.Whole(body)))
                .on("POST", "/openai/v1/chat/completions"));

        HttpResponse<byte[]> other = client.get("/openai/v1/models");
        HttpResponse<byte[]> scripted = client.chat(HELLO);
        HttpResponse<byte[]> after = client.chat(HELLO);

        assertThat(List.of(other.statusCode(), scripted.statusCode(), after.statusCode()))
                .containsExactly(200, 418, 200);
        assertThat(scripted.body()).isEqualTo(body);
        assertThat(scripted.headers().allValues("x-odd")).containsExactly("one", "two");
        assertThat(simulator.books().total().scripted()).isEqualTo(1);
    }

    @Test
    void a_script_can_be_posted_with_chunks() {
        String one = base64("data: {\"a\":");
        String two = base64("1}\n\n");
        client.post(
                "/__sim/script",
                "{\"path\":\"/openai/v1/chat/completions\",\"status\":200,\"headers\":{\"Content-Type\":\"text/event-stream\"},"
                        + "\"chunks_base64\":[\"" + one + "\",\"" + two + "\"],\"delay_ms\":1}");

        HttpResponse<byte[]> response = client.chat(HELLO);

        assertThat(Client.text(response)).isEqualTo("data: {\"a\":1}\n\n");
        assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
    }

    @Test
    void a_bad_script_is_refused_with_a_reason() {
        assertThat(client.post("/__sim/script", "[]").statusCode()).isEqualTo(400);
        assertThat(client.post("/__sim/script", "{\"cut\":\"never\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void seen_requests_show_what_arrived() {
        client.chat(HELLO, "X-Mixed-Case", "kept");

        JsonNode seen = Client.json(client.get("/__sim/requests?n=1")).path(0);

        assertThat(seen.path("method").asText()).isEqualTo("POST");
        assertThat(seen.path("uri").asText()).isEqualTo("/openai/v1/chat/completions");
        assertThat(seen.path("headers").toString()).contains("[\"X-Mixed-Case\",\"kept\"]");
        assertThat(seen.path("body").asText()).isEqualTo(HELLO);
        assertThat(seen.path("body_length").asInt()).isEqualTo(HELLO.length());
        assertThat(seen.path("body_sha256").asText()).hasSize(64);
    }

    @Test
    void a_reset_forgets_everything() {
        client.chat(HELLO);
        simulator.script(Script.next(Answer.json(500, new byte[0])));

        client.post("/__sim/reset", "");

        assertThat(simulator.books().total().requests()).isZero();
        assertThat(simulator.requests(10)).isEmpty();
        assertThat(client.chat(HELLO).statusCode()).isEqualTo(200);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
