package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** More clients than a gateway's process has file descriptors for. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "limits descriptors by ulimit")
class CrowdTest {

    private static final int DESCRIPTORS = 160;
    private static final int CROWD = 80;

    @TempDir
    Path folder;

    @Test
    void idle_clients_make_room_the_busy_wait_their_turn_and_every_call_is_served_and_booked() throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        List<Socket> idle = new ArrayList<>();
        try (GroqSimulator groq = GroqSimulator.start(
                        SimulatorConfig.local().withDelays(Duration.ofMillis(20), Duration.ofMillis(1)));
                GatewayProcess gateway = GatewayProcess.withDescriptors(DESCRIPTORS, folder, groq)) {
            for (int client = 0; client < CROWD; client++) {
                idle.add(callAndStay(gateway));
            }
            List<Future<HttpResponse<String>>> calls = new ArrayList<>();
            for (int caller = 0; caller < CROWD; caller++) {
                calls.add(callers.submit(() -> Chat.streamed(gateway.url())));
            }
            for (Future<HttpResponse<String>> call : calls) {
                assertThat(call.get().statusCode()).isEqualTo(200);
                assertThat(call.get().body()).contains("[DONE]");
            }
            close(idle);
            assertThat(Chat.whole(gateway.url()).statusCode()).isEqualTo(200);
            gateway.terminate();
            assertThat(gateway.exitCode(40)).as(gateway.log()).isZero();
            assertThat(gateway.log())
                    .contains("client connections are in use")
                    .doesNotContain("Too many open files", "NoClassDefFoundError");
            try (UsageStore books = gateway.books()) {
                assertThat(books.openCalls()).isEmpty();
                assertThat(books.after(0, 1_000)).hasSize(2 * CROWD + 1);
            }
            assertThat(gateway.differences(groq)).isEmpty();
        } finally {
            callers.shutdownNow();
            close(idle);
        }
    }

    /** Makes a call, takes its answer, and keeps the connection. */
    private static Socket callAndStay(GatewayProcess gateway) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(gateway.url()).getPort());
        socket.setSoTimeout(30_000);
        String body = "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}";
        String head =
                "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer gsk_test\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
        BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
        return socket;
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
