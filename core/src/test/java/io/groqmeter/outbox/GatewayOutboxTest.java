package io.groqmeter.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayOutboxTest {

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private HttpServer gateway;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/api/records", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void a_call_in_flight_is_told_again_and_again_until_it_is_left_unsettled() throws Exception {
        OpenCall call = new OpenCall(
                "one", Instant.EPOCH, Endpoint.CHAT, "a-model", Attribution.none(), Optional.empty(), null);
        URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
        try (GatewayOutbox sink = GatewayOutbox.open(address, null, folder, Duration.ofMillis(20))) {
            sink.append(new UsageBatch(List.of(call), List.of()));
            for (int time = 0; time < 4; time++) {
                assertThat(heard.poll(1, TimeUnit.MINUTES)).contains("\"object\":\"open_call\"", "\"reason\":null");
            }
            sink.append(new UsageBatch(List.of(call.unsettledBecause("nobody knows")), List.of()));
        }
        assertThat(heard).isNotEmpty();
        assertThat(List.copyOf(heard).get(heard.size() - 1)).contains("nobody knows");
    }
}
