package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ASK;
import static io.groqmeter.gateway.RawHttp.STREAM_END;
import static io.groqmeter.gateway.RawHttp.STREAM_HEAD;
import static io.groqmeter.gateway.RawHttp.chunk;
import static io.groqmeter.gateway.RawHttp.event;
import static io.groqmeter.gateway.RawHttp.json;
import static io.groqmeter.gateway.RawHttp.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.Remainder;
import io.groqmeter.usage.UsageBasis;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** An upstream that lies about lengths and encodings, or sends unexpected bytes. */
class HostileUpstreamTest {

    private static final String BODY =
            "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}";

    private static final String STREAM = STREAM_HEAD
            + event("{\"model\":\"openai/gpt-oss-20b\",\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}")
            + event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}")
            + STREAM_END;

    @Test
    void bytes_after_an_answer_never_become_the_answer_of_another_call() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    for (String request = connection.readRequest();
                            request != null;
                            request = connection.readRequest()) {
                        String id = request.substring(request.indexOf("X-Call: "), request.indexOf("\r\nContent-Type"));
                        String own = json(id + "\r\n", BODY);
                        connection.write(
                                answered.incrementAndGet() % 2 == 0 ? own : own + json("X-Call: extra\r\n", BODY));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 40; i++) {
                String answer = client.send(post(ASK).replace("Content-Type", "X-Call: " + i + "\r\nContent-Type"))
                        .readUntil("}}");
                assertThat(answer).contains("X-Call: " + i + "\r\n").doesNotContain("extra");
            }
        }
    }

    @Test
    void a_101_that_nobody_asked_for_is_a_502() throws Exception {
        try (RawUpstream groq = RawUpstream.answering(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\u0081\u0005hello");
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            assertThat(client.send(post(ASK)).readUntil("}\n"))
                    .startsWith("HTTP/1.1 502")
                    .contains("upstream_closed");
            assertThat(gateway.store().openCalls()).hasSize(1);
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        }
        return zipped.toByteArray();
    }

    @Test
    void a_compressed_answer_that_is_corrupt_passes_as_it_is_and_is_unknown_not_free() throws Exception {
        byte[] good = gzip(BODY.getBytes(ISO_8859_1));
        AtomicInteger flipped = new AtomicInteger();
        for (String encoding : new String[] {"gzip", "deflate", "br", "zstd", "lzma", "gzip, br"}) {
            flipped.set(0);
            try (RawUpstream groq = new RawUpstream(connection -> {
                        while (connection.readRequest() != null) {
                            byte[] bad = good.clone();
                            bad[flipped.get()] ^= 0x55;
                            connection.write(
                                    json("Content-Encoding: " + encoding + "\r\n", new String(bad, ISO_8859_1)));
                        }
                    });
                    RunningGateway gateway = new RunningGateway(groq.url());
                    RawClient client = new RawClient(gateway.port())) {
                for (int at = 0; at < good.length; at += encoding.equals("gzip") ? 1 : 20) {
                    flipped.set(at);
                    byte[] bad = good.clone();
                    bad[at] ^= 0x55;
                    String body = new String(bad, ISO_8859_1);
                    assertThat(client.send(post(ASK)).readUntil("\r\n\r\n" + body))
                            .as("%s flipped at %d", encoding, at)
                            .startsWith("HTTP/1.1 200");
                }
                assertThat(gateway.records())
                        .allSatisfy(record -> assertThat(record.usage().basis() == UsageBasis.UNKNOWN
                                        || record.cost().signum() > 0)
                                .isTrue());
            }
        }
    }

    @Test
    void a_gzip_bomb_passes_and_its_copy_is_given_up() throws Exception {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                            + "Content-Length: " + bomb.length + "\r\n\r\n");
                    connection.write(bomb);
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
            assertThat(gateway.records().get(0).usage().basis()).isEqualTo(UsageBasis.UNKNOWN);
        }
    }

    @Test
    void numbers_beyond_reason_do_not_stop_the_answer() throws Exception {
        String[] numbers = {
            "-1", "9223372036854775807", "1e400", "1".repeat(5000), "0.5", "null", "\"7\"", "[]", "99999999"
        };
        AtomicInteger next = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(json("", body(numbers[next.get()])));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int i = 0; i < numbers.length; i++) {
                next.set(i);
                assertThat(gateway.chat(ASK).body()).isEqualTo(body(numbers[i]));
            }
            assertThat(gateway.records()).hasSize(numbers.length);
            assertThat(gateway.store().openCalls())
                    .as("only what their unknown usage may have cost")
                    .allSatisfy(rest -> assertThat(Remainder.recordOf(rest)).isPresent());
        }
    }

    private static String body(String number) {
        return "{\"model\":\"openai/gpt-oss-20b\",\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":"
                + number + ",\"total_tokens\":" + number + ",\"prompt_tokens_details\":{\"cached_tokens\":" + number
                + "}}}";
    }

    @Test
    void an_answer_of_exactly_the_held_size_carries_its_cost_and_one_byte_more_passes_as_it_comes() throws Exception {
        AtomicInteger size = new AtomicInteger();
        AtomicInteger framing = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        String body = BODY + " ".repeat(size.get() - BODY.length());
                        connection.write(
                                framing.get() == 0
                                        ? json("", body)
                                        : "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                + chunk(body) + "0\r\n\r\n");
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int bytes : new int[] {ProxyOptions.MAX_HELD_ANSWER, ProxyOptions.MAX_HELD_ANSWER + 1}) {
                for (int chunked = 0; chunked < 2; chunked++) {
                    size.set(bytes);
                    framing.set(chunked);
                    var answer = gateway.chat(ASK);
                    assertThat(answer.body()).hasSize(bytes).startsWith(BODY);
                    assertThat(answer.headers()
                                    .firstValue("x-groqmeter-cost-usd")
                                    .isPresent())
                            .isEqualTo(bytes == ProxyOptions.MAX_HELD_ANSWER);
                }
            }
            assertThat(gateway.records()).hasSize(4).allSatisfy(record -> assertThat(
                            record.usage().inputTokens())
                    .hasValue(5));
        }
    }

    @Test
    void types_that_lie_are_passed_on_and_never_free() throws Exception {
        String json = json("", BODY).replace("application/json", "text/event-stream");
        String stream = STREAM.replace("text/event-stream", "application/json");
        for (String lie : new String[] {json, stream}) {
            try (RawUpstream groq = RawUpstream.answering(lie);
                    RunningGateway gateway = new RunningGateway(groq.url())) {
                assertThat(gateway.chat(ASK).statusCode()).isEqualTo(200);
                assertThat(gateway.records()).singleElement().satisfies(record -> assertThat(
                                record.usage().basis() == UsageBasis.UNKNOWN
                                        || record.cost().signum() > 0)
                        .isTrue());
            }
        }
    }

    @Test
    void an_event_line_of_ten_megabytes_and_fifty_thousand_tiny_chunks_pass_and_are_counted() throws Exception {
        String[] bodies = {
            chunk("data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(10 << 20) + "\"}}]}\n\n"),
            chunk(":").repeat(50_000) + chunk("\n\n")
        };
        AtomicInteger next = new AtomicInteger();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    while (connection.readRequest() != null) {
                        connection.write(STREAM_HEAD + bodies[next.get()] + STREAM.substring(STREAM_HEAD.length()));
                    }
                });
                RunningGateway gateway = new RunningGateway(groq.url())) {
            for (int i = 0; i < bodies.length; i++) {
                next.set(i);
                assertThat(gateway.chat(ASK).body()).endsWith("data: [DONE]\n\n");
                assertThat(gateway.records().get(i).usage().inputTokens()).hasValue(7);
            }
        }
    }
}
