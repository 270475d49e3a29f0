package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import io.groqmeter.simulator.wire.Header;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Holds the simulator against traffic recorded from Groq. The recordings are not ours to commit; they are read where they
 * lie, in the folder that {@code GROQMETER_SHARED} names or in {@code shared} beside the checkout.
 */
class RecordedTrafficTest extends SimulatorTest {

    @Test
    void every_recorded_answer_can_be_scripted_byte_for_byte() throws IOException {
        for (JsonNode exchange : recordings()) {
            byte[] body = exchange.path("response_body").asText().getBytes(StandardCharsets.UTF_8);
            String type = exchange.at("/response_headers/content-type").asText("application/json");
            simulator.script(Script.next(new Answer(
                    exchange.path("status").asInt(),
                    List.of(new Header("content-type", type)),
                    exchange.path("is_stream").asBoolean() ? new Body.Chunked(List.of(body)) : new Body.Whole(body))));

            HttpResponse<byte[]> response = client.chat(HELLO);

            assertThat(response.statusCode()).isEqualTo(exchange.path("status").asInt());
            assertThat(response.body()).as(exchange.path("id").asText()).isEqualTo(body);
        }
    }

    @Test
    void simulated_answers_have_no_member_that_groq_never_sent() throws IOException {
        Set<String> recorded = new TreeSet<>();
        for (JsonNode exchange : recordings()) {
            collect(exchange.path("response_body").asText(), recorded);
        }
        Set<String> simulated = new TreeSet<>();
        for (String model : List.of("llama-3.3-70b-versatile", "openai/gpt-oss-120b", "groq/compound")) {
            for (String shape : List.of("A", "B", "C")) {
                String stream = STREAM.replace("llama-3.3-70b-versatile", model);
                collect(Client.text(client.chat(stream, "x-sim-shape", shape)), simulated);
                collect(Client.text(client.chat(stream, "x-sim-stream-error", "true")), simulated);
            }
            collect(Client.text(client.chat(asking(model))), simulated);
            collect(Client.text(client.chat(asking(model), "x-sim-status", "429")), simulated);
        }
        collect(Client.text(client.chat(asking("openai/gpt-oss-20b"), "x-sim-cached-tokens", "1")), simulated);

        assertThat(recorded).containsAll(simulated);
    }

    private static List<JsonNode> recordings() throws IOException {
        String named = System.getenv("GROQMETER_SHARED");
        Path shared = named == null ? Path.of("..", "..", "shared") : Path.of(named);
        Path file = shared.resolve("groq").resolve("recorded.jsonl");
        assumeTrue(Files.isReadable(file), "not part of the repository: " + file.toAbsolutePath());
        return Files.readAllLines(file).stream().map(Client::json).toList();
    }

    /** Adds the path of every member in every JSON text of a body, array positions left out. */
    private static void collect(String body, Set<String> paths) {
        if (body.startsWith("{")) {
            body.lines().forEach(line -> collect("", Client.json(line), paths));
        } else {
            body.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .forEach(line -> collect("", Client.json(line.substring("data: ".length())), paths));
        }
    }

    private static void collect(String path, JsonNode node, Set<String> paths) {
        node.properties().forEach(member -> {
            paths.add(path + "/" + member.getKey());
            collect(path + "/" + member.getKey(), member.getValue(), paths);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(path, element, paths));
        }
    }
}
