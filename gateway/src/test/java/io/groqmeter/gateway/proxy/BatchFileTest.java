package io.groqmeter.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batch files passing through: uploaded inputs, downloaded outputs. */
class BatchFileTest {

    private static final String GET = "GET /openai/v1/files/file_1/content HTTP/1.1\r\nHost: localhost\r\n";

    private static String line(int i, String body) {
        return "{\"id\":\"batch_req_" + i + "\",\"custom_id\":\"c" + i + "\",\"response\":{\"status_code\":200,"
                + "\"request_id\":\"req_" + i + "\",\"body\":" + body + "},\"error\":null}\n";
    }

    private static String chatOutput() {
        return IntStream.range(0, 6)
                .mapToObj(i -> line(
                        i,
                        "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
                                + "\"total_tokens\":7}}"))
                .collect(Collectors.joining());
    }

    private static Map<String, UsageRecord> lines(RunningGateway gateway) {
        return gateway.records().stream()
                .filter(record -> record.call().endpoint() == Endpoint.BATCH_LINE)
                .collect(Collectors.toMap(UsageRecord::id, Function.identity()));
    }

    @Test
    void an_output_that_breaks_off_is_booked_as_far_as_it_came_and_resumed_to_its_end() throws Exception {
        String output = "\u00ef\u00bb\u00bf" + chatOutput();
        int cut = output.length() / 2;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    String request = connection.readRequest();
                    if (request != null && request.toLowerCase(Locale.ROOT).contains("range: bytes=" + cut)) {
                        connection.write("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + cut + "-"
                                + (output.length() - 1) + "/" + output.length() + "\r\nContent-Length: "
                                + (output.length() - cut) + "\r\n\r\n" + output.substring(cut));
                    } else {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + output.length() + "\r\n\r\n"
                                + output.substring(0, cut));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(GET + "\r\n").readAll();
            }
            await().until(() -> lines(gateway).size() == 2);
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(GET + "Range: bytes=" + cut + "-\r\n\r\n")
                        .readUntil(output.substring(output.length() - 30));
            }
            await().until(() -> lines(gateway).size() == 6);
        }
    }

    @Test
    void lines_that_passed_are_booked_when_the_caller_hangs_up() throws Exception {
        String output = chatOutput();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + output);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(
                        groq.url(), options -> options.withOnAbort(OnAbort.CANCEL, Duration.ofSeconds(1)))) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send(GET + "\r\n").readUntil("req_5");
                client.reset();
            }
            await().until(() -> lines(gateway).size() == 6);
        }
    }

    @Test
    void lines_about_audio_take_the_model_from_the_input_and_are_unknown_without_it() throws Exception {
        String output = line(1, "{\"task\":\"transcribe\",\"duration\":3600.0,\"text\":\"hi\"}")
                + line(2, "{\"text\":\"hi\"}")
                + line(3, "{\"text\":\"hi\"}")
                + line(4, "{\"duration\":3600.0,\"text\":\"hi\"}");
        String input = List.of("1 a.mp3", "2 a.mp3", "3 b.mp3").stream()
                .map(each -> "{\"custom_id\":\"c" + each.charAt(0) + "\",\"method\":\"POST\","
                        + "\"url\":\"/v1/audio/transcriptions\",\"body\":{\"url\":\"https://example.com/"
                        + each.substring(2) + "\",\"model\":\"whisper-large-v3-turbo\"}}\n")
                .collect(Collectors.joining());
        String form = "--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--B\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"b.jsonl\"\r\n\r\n" + input
                + "\r\n--B--\r\n";
        try (RawUpstream groq = RawUpstream.answering(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + output.length() + "\r\n\r\n" + output);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + form.length()
                                + "\r\nContent-Type: multipart/form-data; boundary=B\r\n\r\n" + form)
                        .readUntil(output.substring(output.length() - 30));
            }
            gateway.get("/openai/v1/files/file_1/content");

            Map<String, UsageRecord> lines = lines(gateway);
            assertThat(Objects.requireNonNull(lines.get("batch-req_1")).cost()).isEqualByComparingTo("0.02");
            UsageRecord same = Objects.requireNonNull(lines.get("batch-req_2"));
            assertThat(same.usage().basis()).as("of the same recording").isEqualTo(UsageBasis.ESTIMATED);
            assertThat(same.cost()).isEqualByComparingTo("0.02");
            UsageRecord other = Objects.requireNonNull(lines.get("batch-req_3"));
            assertThat(other.call().model()).isEqualTo("whisper-large-v3-turbo");
            assertThat(other.usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
            UsageRecord stranger = Objects.requireNonNull(lines.get("batch-req_4"));
            assertThat(stranger.rated().basis()).isEqualTo(PriceBasis.UNKNOWN);
            assertThat(stranger.cost()).isZero();
        }
    }

    @Test
    void what_lines_did_not_tell_stays_in_the_range_however_often_they_pass() throws Exception {
        String output = line(1, "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":1000}}")
                + line(2, "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"total_tokens\":1000}}")
                + line(3, "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}");
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + output.length() + "\r\n\r\n" + output;
        try (RawUpstream groq = RawUpstream.answering(answer);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            gateway.get("/openai/v1/files/file_1/content");
            gateway.get("/openai/v1/files/file_1/content");
            assertThat(lines(gateway)).hasSize(3);

            Map<String, String> most = gateway.store().openCalls().stream()
                    .collect(Collectors.toMap(OpenCall::id, rest -> Remainder.counted(rest)
                            .add(rest.worstCaseCost().orElseThrow())
                            .stripTrailingZeros()
                            .toPlainString()));
            // At half price: 1,000 of input with the longest answer; and 1,000 of either.
            assertThat(most)
                    .containsOnly(
                            Map.entry("batch-req_1-rest", "0.0098679"), Map.entry("batch-req_2-rest", "0.0001875"));
        }
    }
}
