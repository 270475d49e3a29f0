package io.groqmeter.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdleConnectionTest {

    private final EmbeddedChannel client = new EmbeddedChannel();

    @BeforeEach
    void connect() {
        client.freezeTime();
        client.pipeline()
                .addLast(
                        new ServerPipeline((request, to) -> new Discard(), () -> false, ClientLimits.defaults(), null));
    }

    private void pass(long seconds) {
        client.advanceTimeBy(seconds, TimeUnit.SECONDS);
        client.runScheduledPendingTasks();
    }

    private static ClientTimeouts timeouts(EmbeddedChannel client) {
        return Objects.requireNonNull(ClientConnection.of(client)).timeouts();
    }

    private void send(String text) {
        client.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    @Test
    void a_client_that_is_idle_for_five_minutes_is_disconnected() {
        pass(299);
        assertThat(client.isOpen()).isTrue();
        pass(2);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void half_a_head_does_not_hold_a_connection_for_ever() {
        send("GET /openai/v1/models HTTP/1.1\r\nHost: loc");
        pass(301);
        assertThat(client.isOpen()).isFalse();
    }

    @Test
    void a_connection_that_was_answered_at_once_owes_nothing_and_one_with_half_a_head_does() {
        EmbeddedChannel answered = new EmbeddedChannel();
        ServerPipeline pipeline = new ServerPipeline(
                (request, to) -> {
                    ApiError.badRequest("no", "No.").answer(to);
                    return new Discard();
                },
                () -> false,
                ClientLimits.defaults(),
                null);
        answered.pipeline().addLast(pipeline);
        answered.writeInbound(Unpooled.copiedBuffer("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", US_ASCII));
        ClientTimeouts timeouts = timeouts(answered);
        long later = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        assertThat(answered.isOpen()).isTrue();
        assertThat(timeouts.isLate(later)).isFalse();
        answered.writeInbound(Unpooled.copiedBuffer("GET /healthz HTTP/1.1\r\n", US_ASCII));
        assertThat(timeouts.isLate(later)).isTrue();
        answered.finishAndReleaseAll();
    }

    @Test
    void a_connection_that_has_only_been_made_owes_nothing() {
        client.pipeline().fireChannelReadComplete(); // as behind a TLS handshake
        assertThat(timeouts(client).isLate(System.nanoTime() + TimeUnit.SECONDS.toNanos(60)))
                .isFalse();
    }

    @Test
    void a_client_that_waits_for_its_answer_may_be_silent() {
        send("GET /openai/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
        pass(900);
        assertThat(client.isOpen()).isTrue();
        client.finishAndReleaseAll();
    }
}
