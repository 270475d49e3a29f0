package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strangers who hold more sockets than a gateway's process has places for, and let go of none by themselves. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "limits descriptors by ulimit")
class StrangersTest {

    private static final int DESCRIPTORS = 1024;
    private static final int SOCKETS = 420;

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();

    /** What each of them sends; with nothing more to come, or little, or nothing taken of the answers. */
    private enum Attack {
        NOTHING_AT_ALL("", ""),
        A_HEAD_WITHOUT_END("GET /healthz HTTP/1.1\r\nX-A", "a"),
        A_CALL_WITHOUT_ITS_BODY(head("/openai/v1/chat/completions", "gsk_any", 9), ""),
        A_CALL_BYTE_BY_BYTE(head("/openai/v1/chat/completions", "gsk_any", 900), " "),
        A_LOGIN_WITHOUT_ITS_BODY(head("/login", "none", 9), ""),
        A_REFUSED_CALL_WHOSE_BODY_IS_OWED(head("/openai/v1/chat/completions", "gm_dead", 900), " "),
        ANSWERS_OF_OURS_NOBODY_TAKES("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200), ""),
        ANSWERS_OF_GROQS_NOBODY_TAKES(
                "GET /openai/v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer gsk_any\r\n\r\n"
                        .repeat(500),
                "");

        private final boolean hears = !name().startsWith("ANSWERS");
        private final String opening;
        private final String more;

        Attack(String opening, String more) {
            this.opening = opening;
            this.more = more;
        }

        private static String head(String path, String key, int length) {
            return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n";
        }
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void shut_nobody_out(Attack attack) throws Exception {
        ExecutorService strangers = Executors.newCachedThreadPool();
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = GatewayProcess.withDescriptors(DESCRIPTORS, folder, groq)) {
            int port = URI.create(gateway.url()).getPort();
            Chat.whole(gateway.url());
            List<SocketChannel> held = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                held.add(open(port, attack));
            }
            Future<?> going = strangers.submit(() -> goOn(port, attack, held));
            for (int probe = 0; probe < 4; probe++) {
                // Each by a connection of its own, with a deadline far above what it takes: without a mend it never
                // comes.
                HttpResponse<String> health =
                        fresh().send(request(gateway.url() + "/healthz").build(), BodyHandlers.ofString());
                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(fresh().send(
                                        request(gateway.url() + "/openai/v1/chat/completions")
                                                .header("content-type", "application/json")
                                                .header("authorization", "Bearer gsk_probe")
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            over.set(true);
            going.get();
            close(held);
            gateway.terminate();
            assertThat(gateway.exitCode(60)).as(gateway.log()).isZero();
            assertThat(gateway.log()).doesNotContain("Too many open files", "OutOfMemory");
            try (UsageStore books = gateway.books()) {
                assertThat(books.openCalls()).isEmpty();
            }
        } finally {
            over.set(true);
            strangers.shutdownNow();
        }
    }

    private static SocketChannel open(int port, Attack attack) throws IOException {
        SocketChannel socket = SocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.configureBlocking(false);
        send(socket, attack.opening);
        return socket;
    }

    /** As much of it as goes out at once; whether the connection still is. */
    private static boolean send(SocketChannel socket, String text) {
        try {
            socket.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    /** They send what keeps them busy, and whoever is let go comes again at once. */
    private void goOn(int port, Attack attack, List<SocketChannel> held) {
        try {
            while (!over.get()) {
                for (int i = 0; i < held.size() && !over.get(); i++) {
                    // Who takes nothing and asks again and again would be load, not an empty hand that holds a place.
                    if (attack.hears && (!send(held.get(i), attack.more) || hasEnded(held.get(i)))) {
                        held.get(i).close();
                        held.set(i, open(port, attack));
                    }
                }
            }
        } catch (IOException gone) {
            // The gateway has ended.
        }
    }

    private static boolean hasEnded(SocketChannel socket) {
        try {
            return socket.read(ByteBuffer.allocate(1_024)) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void close(List<SocketChannel> sockets) throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    private static HttpClient fresh() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(3));
    }
}
