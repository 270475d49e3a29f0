package io.groqmeter.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.http.Client;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChunkedResponseTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SlowClient client = new SlowClient();
    private int produced;
    private final Iterator<byte[]> pieces = IntStream.range(0, 100)
            .mapToObj(number -> {
                produced++;
                return ("p" + number).getBytes(UTF_8);
            })
            .iterator();
    private final ChunkedResponse answer = new ChunkedResponse(client, pieces, Runnable::run);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_piece_is_made_only_when_the_client_can_take_it() {
        answer.begin("head".getBytes(UTF_8));
        channel.runPendingTasks();
        assertThat(produced).isZero();

        for (int reading = 1; reading <= 3; reading++) {
            client.room = 2;
            answer.writabilityChanged();
            answer.writabilityChanged();
            channel.runPendingTasks();
            assertThat(produced).isEqualTo(2 * reading);
        }
        assertThat(client.got).hasToString("headp0p1p2p3p4p5");
    }

    @Test
    void all_pieces_come_in_order_and_then_the_end() {
        client.room = 1_000;
        answer.begin(new byte[0]);
        channel.runPendingTasks();

        assertThat(client.got.toString()).startsWith("p0p1").endsWith("p99.");
    }

    @Test
    void nothing_more_is_made_for_a_client_that_has_gone() {
        answer.begin(new byte[0]);
        answer.clientGone();
        client.room = 5;
        answer.writabilityChanged();
        channel.runPendingTasks();

        assertThat(produced).isZero();
        assertThat(client.got).isEmpty();
    }

    /** Accepts {@code room} more chunks after the first. */
    private final class SlowClient implements Client {
        private final StringBuilder got = new StringBuilder();
        private int room;

        @Override
        public EventLoop loop() {
            return channel.eventLoop();
        }

        @Override
        public InetAddress address() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public void head(HttpResponse head) {}

        @Override
        public void content(HttpContent content) {
            got.append(content.content().toString(UTF_8));
            content.release();
            room--;
        }

        @Override
        public void end(LastHttpContent last) {
            got.append('.');
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return room > 0;
        }

        @Override
        public void read(boolean on) {}

        @Override
        public void abort() {
            got.append('!');
        }
    }
}
