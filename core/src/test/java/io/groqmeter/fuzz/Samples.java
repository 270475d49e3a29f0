package io.groqmeter.fuzz;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Sound bytes for each target: the recordings, real sound files, and short files of every other kind. */
final class Samples {

    private static final String REQUEST =
            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"image_url\":{\"url\":\"x\"}}]}],"
                    + "\"model\":\"m\",\"stream\":true,\"max_tokens\":5,\"tools\":[{\"type\":\"mcp\"}],\"input\":\"abc 😀\",\"url\":\"u\"}";

    private static final String FORM = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\nContent-Type: audio/wav\r\n\r\n"
            + "RIFF\u0024\0\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0@\u001f\0\0@\u001f\0\0\u0001\0\u0008\0data\0\u0001\0\0\r\n--b--\r\n";

    private static final String PRICES = "{\"prices\":[{\"model\":\"a\",\"input\":\"0.12\",\"cached_input\":\"0.06\","
            + "\"output\":\"0.48\",\"from\":\"2026-12-01\",\"until\":\"2027-12-01\",\"note\":\"n\"}],"
            + "\"aliases\":{\"b\":\"a\"},\"fallback\":{\"input\":0.50,\"output\":0.50}}";

    private static final String SHORT_PRICES = "{\"nuevo\": {\"input\": 0.50, \"output\": 0.75}}";

    private static final String LOG = "[\n  {\"input_tokens\": 1500, \"output_tokens\": 800, \"total_tokens\": 2300,"
            + " \"cost_usd\": 0.00125, \"timestamp\": \"2025-01-15T10:30:00\", \"model\": \"llama3-70b-8192\","
            + " \"request_id\": \"chat_1\"},\n  {\"input_tokens\": 1, \"output_tokens\": 2, \"total_tokens\": 3,"
            + " \"cost_usd\": 0.1, \"timestamp\": \"2025-01-15T10:30:00\", \"model\": \"é\", \"request_id\": null}\n]\n";

    private static final String DAILY = "{\"2025-01-15\": {\"date\": \"2025-01-15\", \"total_requests\": 2,"
            + " \"total_input_tokens\": 1501, \"total_output_tokens\": 802, \"total_cost_usd\": 0.10125,"
            + " \"models_used\": {\"llama3-70b-8192\": 2}}}";

    private Samples() {}

    static Map<Target, List<byte[]>> read() throws IOException {
        List<byte[]> prices = List.of(Target.utf8(PRICES), Target.utf8(SHORT_PRICES));
        List<byte[]> files = List.of(Target.utf8(LOG), Target.utf8(DAILY));
        Map<Target, List<byte[]>> samples = new EnumMap<>(Target.class);
        samples.put(Target.ANSWER, resources("/recordings"));
        samples.put(Target.REQUEST, List.of(Target.utf8(REQUEST)));
        samples.put(Target.FORM, List.of(Target.utf8(FORM)));
        samples.put(Target.AUDIO, resources("/audio"));
        samples.put(Target.PRICES, prices);
        samples.put(Target.IMPORT, files);
        samples.put(Target.STORE, files);
        return samples;
    }

    private static List<byte[]> resources(String folder) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(
                Objects.requireNonNull(Samples.class.getResource(folder)).toURI()))) {
            for (Path file : files.sorted().toList()) {
                found.add(Files.readAllBytes(file));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }
}
