package io.groqmeter.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.simulator.book.LedgerEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest extends SimulatorTest {

    @ParameterizedTest
    @ValueSource(strings = {"byte", "odd"})
    void split_answers_say_the_same_in_other_pieces(String split) {
        String plain = shape(Client.text(client.chat(STREAM, "x-sim-completion-tokens", "20")));

        String pieces = shape(Client.text(client.chat(STREAM, "x-sim-completion-tokens", "20", "x-sim-split", split)));

        assertThat(pieces).isEqualTo(plain);
    }

    @Test
    void gzip_is_used_when_the_client_accepts_it() throws IOException {
        for (String body : new String[] {HELLO, STREAM}) {
            HttpResponse<byte[]> response = client.chat(body, "accept-encoding", "gzip");

            assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
            try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
                assertThat(new String(unzipped.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("\"usage\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-headers", "mid-body", "3"})
    void a_cut_answer_ends_before_its_end_and_is_billed_all_the_same(String cut) {
        for (String body : new String[] {STREAM, HELLO.replace("llama-3.3-70b-versatile", "openai/gpt-oss-20b")}) {
            assertThatThrownBy(() -> client.chat(body, "x-sim-cut-after", cut, "x-sim-chunks", "9"))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(simulator.books().total().cuts()).isEqualTo(2);
        assertThat(simulator.books().ledger(0)).hasSize(2).noneMatch(LedgerEntry::delivered);
    }

    @Test
    void a_failing_stream_ends_with_an_error_event_and_owes_nothing() {
        HttpResponse<byte[]> response = client.chat(STREAM, "x-sim-stream-error", "true");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Client.text(response))
                .contains("\n\nevent: error\ndata: {\"error\":{\"message\":\"Tool call validation failed")
                .endsWith("\"status_code\":400}}\n\n")
                .doesNotContain("\"usage\"", "[DONE]");
        assertThat(simulator.books().total().streamErrors()).isEqualTo(1);
        assertThat(simulator.books().ledger(0)).isEmpty();
    }

    @Test
    void line_ends_and_the_end_marker_are_as_asked() {
        String text = Client.text(client.chat(STREAM, "x-sim-crlf", "true", "x-sim-no-done", "true"));

        assertThat(text).endsWith("}\r\n\r\n").doesNotContain("[DONE]");
        assertThat(text.replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void a_close_delimited_answer_has_no_length_and_ends_with_the_connection() throws IOException {
        String answer = raw("GET /openai/v1/models/llama-3.1-8b-instant HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer k\r\nx-sim-close: true\r\n\r\n");

        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("connection: close")
                .doesNotContain("content-length", "transfer-encoding");
        assertThat(answer).endsWith("}");
    }

    @Test
    void pipelined_calls_on_one_connection_are_answered_in_turn() throws IOException {
        String get = "GET /openai/v1/models/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n%s\r\n";

        String answers = raw(get.formatted("gemma2-9b-it", "x-sim-latency-ms: 50\r\n")
                + get.formatted("llama-3.1-8b-instant", "Connection: close\r\n"));

        assertThat(answers.indexOf("\"id\":\"gemma2-9b-it\""))
                .isPositive()
                .isLessThan(answers.indexOf("\"id\":\"llama-3.1-8b-instant\""));
    }

    @Test
    void head_has_the_length_and_no_body_and_options_are_204() {
        HttpResponse<byte[]> head =
                client.send(client.request("/openai/v1/models").method("HEAD", BodyPublishers.noBody()));
        HttpResponse<byte[]> options =
                client.send(client.request("/openai/v1/models").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length")).isPresent();
        assertThat(options.statusCode()).isEqualTo(204);
    }

    @Test
    void a_connection_that_was_promised_to_stay_can_be_hung_up() throws IOException {
        String answer = raw("GET /openai/v1/models/llama-3.1-8b-instant HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer k\r\nx-sim-hang-up-ms: 1\r\n\r\n");

        assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-length").doesNotContain("connection: close");
        assertThat(answer).endsWith("}");
    }

    @Test
    void a_client_that_reads_late_gets_every_byte() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", simulator.port()));
            send(socket, STREAM, "x-sim-completion-tokens: 4000\r\nx-sim-close: true\r\n");
            while (simulator.books().total().requests() == 0) {
                Thread.onSpinWait();
            }
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(text.lines().filter(line -> line.startsWith("data: {"))).hasSize(4002);
            assertThat(text).endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void chunks_on_demand_make_a_plain_answer_chunked() {
        HttpResponse<byte[]> response = client.chat(HELLO, "x-sim-chunks", "5");

        assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
        assertThat(Client.json(response).path("object").asText()).isEqualTo("chat.completion");
    }

    @Test
    void a_client_that_leaves_is_counted_and_billed() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            send(socket, STREAM, "x-sim-chunk-delay-ms: 20\r\nx-sim-completion-tokens: 5000\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        while (simulator.books().total().clientAborts() == 0) {
            Thread.onSpinWait();
        }
        assertThat(simulator.books().total().tokens().output()).isEqualTo(5000);
    }

    @Test
    void an_answer_that_never_comes_is_no_bill() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            send(socket, HELLO, "x-sim-never: true\r\n");
            while (simulator.books().total().requests() == 0) {
                Thread.onSpinWait();
            }
        }
        while (simulator.books().total().clientAborts() == 0) {
            Thread.onSpinWait();
        }
        assertThat(simulator.books().total().answered()).isZero();
        assertThat(simulator.books().ledger(0)).isEmpty();
    }

    private static void send(Socket socket, String body, String headers) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer k\r\n" + headers
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private String raw(String requests) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The texts of a stream are random; its lines and members are not. */
    private static String shape(String stream) {
        return stream.replaceAll("\"(content|id)\":\"[^\"]*\"", "\"$1\"")
                .replaceAll("\"(seed|created|\\w+_time|\\w+_tokens)\":[0-9.]+", "\"$1\"");
    }
}
