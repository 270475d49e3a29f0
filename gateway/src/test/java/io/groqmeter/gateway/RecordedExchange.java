package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to Groq and its answer, as somebody recorded them, with what the recorder read from the answer. The recordings are
 * not ours to commit; they are read where they lie, in the folder that {@code GROQMETER_SHARED} names or in {@code shared}
 * beside the checkout.
 */
record RecordedExchange(JsonNode json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file of the folder of facts; the test is skipped where it is absent. */
    static Path shared(String name) {
        String told = System.getenv("GROQMETER_SHARED");
        Path folder = told == null ? Path.of("..", "..", "shared") : Path.of(told);
        Path file = folder.resolve("groq").resolve(name);
        assumeTrue(
                Files.isReadable(file),
                () -> "not part of the repository: " + file.toAbsolutePath().normalize());
        return file;
    }

    static List<RecordedExchange> all() throws IOException {
        List<RecordedExchange> exchanges = new ArrayList<>();
        for (String line : Files.readAllLines(shared("recorded.jsonl"))) {
            exchanges.add(new RecordedExchange(JSON.readTree(line)));
        }
        return exchanges;
    }

    String id() {
        return json.path("id").asText();
    }

    String method() {
        return json.path("method").asText();
    }

    String path() {
        return json.path("path").asText();
    }

    /** Empty where the request was not recorded. */
    byte[] request() {
        JsonNode body = json.path("request_body");
        try {
            return body.isNull() ? new byte[0] : JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        return json.path("status").asInt();
    }

    /** The answer's headers, names in lower case. */
    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        json.path("response_headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText()));
        return headers;
    }

    boolean gzipped() {
        return "gzip".equals(headers().get("content-encoding"));
    }

    /** The same exchange as it would be if Groq had compressed its answer. */
    RecordedExchange compressed() {
        ObjectNode copy = json.deepCopy();
        copy.withObject("/response_headers").put("content-encoding", "gzip");
        return new RecordedExchange(copy);
    }

    /** The answer's body as it was before it was compressed. */
    byte[] body() {
        return json.path("response_body").asText().getBytes(UTF_8);
    }

    boolean streamed() {
        return json.path("is_stream").asBoolean();
    }

    boolean batchFile() {
        return json.path("kind").asText().equals("batch_files");
    }

    /** The answers of a batch's output file, one a line. */
    List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : json.path("response_body").asText().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** Whether the recorder found usage in the answer. */
    boolean usageTold() {
        return json.path("expected_usage").isObject();
    }

    /** A quantity of the expected usage; empty when it was not reported. */
    OptionalLong expected(String quantity) {
        JsonNode value = json.path("expected_usage").path(quantity);
        return value.isNumber() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    /** The recorder's further notes; a missing node when there are none. */
    JsonNode extra(String name) {
        return json.path("expected_extra").path(name);
    }

    @Nullable
    String extraText(String name) {
        return extra(name).asText(null);
    }
}
