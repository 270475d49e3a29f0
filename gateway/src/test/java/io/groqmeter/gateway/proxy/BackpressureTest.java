package io.groqmeter.gateway.proxy;

import static io.groqmeter.gateway.RawHttp.ANSWER;
import static io.groqmeter.gateway.RawHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawUpstream;
import io.groqmeter.gateway.RunningGateway;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The slower side sets the pace, and is not mistaken for a dead one. */
class BackpressureTest {

    /** Waits until a byte count stops growing, and returns it. */
    private static long standstill(AtomicLong bytes) {
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(bytes.get()) == bytes.get());
        return bytes.get();
    }

    /** Lets other calls run into the upstream's idle timeout: a side that was silent before them has been silent for longer. */
    private static void outlastTheSilenceAllowed(RunningGateway gateway) throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.get("/openai/v1/models").statusCode()).isEqualTo(504);
        }
    }

    /** Reads a request, and leaves one for the models unanswered; whether it was one. */
    private static boolean staysSilent(RawUpstream.Connection connection) throws IOException {
        String request = connection.readRequest();
        return request != null && request.startsWith("GET /openai/v1/models") && connection.read() < 0;
    }

    @Test
    void a_large_upload_streams_through_at_the_upstreams_pace() throws Exception {
        int size = 100 * 1024 * 1024;
        AtomicLong received = new AtomicLong();
        CountDownLatch slow = new CountDownLatch(1);
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readHead();
                    slow.await();
                    while (received.get() < size && connection.read() >= 0) {
                        received.addAndGet(1 + connection.skipAvailable(size - received.get() - 1));
                    }
                    connection.write(json("{}"));
                    connection.readHead();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            AtomicLong sent = new AtomicLong();
            Thread uploader = new Thread(() -> {
                byte[] piece = new byte[64 * 1024];
                new Random(1).nextBytes(piece);
                try {
                    for (int i = 0; i < size / piece.length; i++) {
                        client.send(piece);
                        sent.addAndGet(piece.length);
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            uploader.start();
            // The upstream reads nothing yet, so what was read from the client is in socket buffers, not in the
            // gateway's memory.
            assertThat(standstill(sent)).isBetween(1L, 40L * 1024 * 1024);
            slow.countDown();
            assertThat(client.readUntil("\r\n\r\n{}")).startsWith("HTTP/1.1 200 OK");
            uploader.join();
            assertThat(received.get()).isEqualTo(size);
        }
    }

    @Test
    void a_slow_reader_holds_the_upstream_back() throws Exception {
        AtomicLong written = new AtomicLong();
        long size = 200L * 1024 * 1024;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    connection.readRequest();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] piece = new byte[64 * 1024];
                    while (written.get() < size) {
                        connection.write(piece);
                        written.addAndGet(piece.length);
                    }
                    connection.readRequest();
                });
                RunningGateway gateway = new RunningGateway(groq.url());
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
            client.readUntil("\r\n\r\n");
            assertThat(standstill(written)).isLessThan(size / 4);
        }
    }

    @Test
    void a_reader_slower_than_the_silence_Groq_is_allowed_gets_all_of_its_answer() throws Exception {
        int size = 64 * 1024 * 1024;
        AtomicLong written = new AtomicLong();
        try (RawUpstream groq = new RawUpstream(connection -> {
                    if (staysSilent(connection)) {
                        return;
                    }
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] piece = new byte[64 * 1024];
                    for (int i = 0; i < size / piece.length; i++) {
                        connection.write(piece);
                        written.addAndGet(piece.length);
                    }
                    connection.readRequest();
                });
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofMillis(200)));
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
            client.readUntil("\r\n\r\n");
            standstill(written);
            outlastTheSilenceAllowed(gateway);
            assertThat(client.skip(size)).isEqualTo(size);
        }
    }

    @Test
    void an_uploader_slower_than_the_silence_Groq_is_allowed_is_not_taken_for_Groq() throws Exception {
        int size = 4 * 1024 * 1024;
        try (RawUpstream groq = new RawUpstream(connection -> {
                    if (!staysSilent(connection)) {
                        connection.write(json(ANSWER));
                        connection.readRequest();
                    }
                });
                RunningGateway gateway =
                        new RunningGateway(groq.url(), options -> options.withAnswerTime(Duration.ofMillis(200)));
                RawClient client = new RawClient(gateway.port())) {
            client.send("POST /openai/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
            client.send(new byte[size / 2]);
            outlastTheSilenceAllowed(gateway);
            client.send(new byte[size / 2]);
            assertThat(client.readUntil(ANSWER)).startsWith("HTTP/1.1 200");
        }
    }
}
