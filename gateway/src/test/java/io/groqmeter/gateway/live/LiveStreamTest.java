package io.groqmeter.gateway.live;

import static io.groqmeter.testkit.Records.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.store.UsageRecord;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream for a client that reads only on demand. */
class LiveStreamTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<LiveStream> ended = new ArrayList<>();
    private final ChoosyClient client = new ChoosyClient();
    private final LiveStream stream = new LiveStream(client, ended::add);

    @BeforeEach
    void begin() {
        stream.begin();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private static List<UsageRecord> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> record("r" + number).build())
                .toList();
    }

    @Test
    void a_client_that_cannot_take_more_waits_its_turn_and_misses_nothing() {
        client.writable = false;
        stream.offer(records(0, 600));
        stream.offer(records(600, LiveStream.MAX_BACKLOG));
        channel.runPendingTasks();
        assertThat(client.heard).doesNotContain("event: usage");

        client.writable = true;
        stream.writabilityChanged();

        assertThat(client.heard.toString().split("event: usage")).hasSize(LiveStream.MAX_BACKLOG + 1);
        assertThat(client.heard.indexOf("\"r0\"")).isLessThan(client.heard.indexOf("\"r999\""));
        assertThat(client.finished).isFalse();
    }

    @Test
    void a_client_that_falls_too_far_behind_is_disconnected_with_a_comment() {
        client.writable = false;
        stream.offer(records(0, LiveStream.MAX_BACKLOG));
        stream.offer(records(0, 1));
        stream.offer(records(1, 2));
        channel.runPendingTasks();

        assertThat(client.finished).isTrue();
        assertThat(client.heard.toString()).contains(": too slow: more than 1000 calls behind");
        assertThat(ended).containsExactly(stream);
    }

    @Test
    void offering_to_a_client_never_writes_on_the_offering_thread() {
        stream.offer(records(0, 1));
        assertThat(client.heard).doesNotContain("event: usage");

        channel.runPendingTasks();
        assertThat(client.heard).contains("event: usage");
    }

    @Test
    void a_client_that_hung_up_hears_nothing_more() {
        stream.offer(records(0, 1));
        stream.clientGone();
        channel.runPendingTasks();
        stream.close();
        channel.runPendingTasks();

        assertThat(client.heard).doesNotContain("event: usage");
        assertThat(client.finished).isFalse();
        assertThat(ended).containsExactly(stream);
    }

    private final class ChoosyClient implements Client {

        private final StringBuilder heard = new StringBuilder();
        private boolean writable = true;
        private boolean finished;

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
            heard.append(content.content().toString(UTF_8));
            content.release();
        }

        @Override
        public void end(LastHttpContent last) {
            content(last);
            finished = true;
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void read(boolean on) {}

        @Override
        public void abort() {
            finished = true;
        }
    }
}
