package io.groqmeter.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.report.format.RecordJson;
import io.groqmeter.store.UsageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's event stream. Lives on the client's event loop; only {@link #offer} and {@link #close} may be called from elsewhere,
 * and neither waits for the client.
 */
final class LiveStream implements Exchange {

    /** How many records may be queued for a slow client before it is disconnected. */
    static final int MAX_BACKLOG = 1_000;

    private static final long HEARTBEAT_SECONDS = 15;
    private static final JsonFactory JSON = new JsonFactory();

    private final Client client;
    private final Consumer<LiveStream> onEnd;
    private final Queue<UsageRecord> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger backlog = new AtomicInteger();
    private @Nullable Future<?> heartbeat;
    private boolean finished;

    LiveStream(Client client, Consumer<LiveStream> onEnd) {
        this.client = client;
        this.onEnd = onEnd;
    }

    void begin() {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        client.head(head);
        write("retry: 2000\n: one event for each call, once it is stored\n\n");
        client.flush();
        heartbeat = client.loop()
                .scheduleAtFixedRate(this::sendHeartbeat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    /** Queues records for sending. */
    void offer(List<UsageRecord> records) {
        if (backlog.addAndGet(records.size()) > MAX_BACKLOG) {
            client.loop().execute(this::dropSlow);
        } else {
            waiting.addAll(records);
            client.loop().execute(this::flushWaiting);
        }
    }

    private void flushWaiting() {
        while (!finished && client.isWritable()) {
            UsageRecord record = waiting.poll();
            if (record == null) {
                break;
            }
            backlog.decrementAndGet();
            write("event: usage\ndata: " + json(record) + "\n\n");
        }
        client.flush();
    }

    private static String json(UsageRecord record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            RecordJson.write(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void sendHeartbeat() {
        if (!finished && client.isWritable()) {
            write(": keep-alive\n\n");
            client.flush();
        }
    }

    private void dropSlow() {
        end(": too slow: more than " + MAX_BACKLOG + " calls behind; reconnect, /api/usage has the missed calls\n\n");
    }

    /** Ends the answer. */
    void close() {
        client.loop().execute(() -> end(": the gateway is shutting down\n\n"));
    }

    private void end(String lastWords) {
        if (!finished) {
            finished();
            client.end(new DefaultLastHttpContent(bytes(lastWords)));
        }
    }

    private void finished() {
        finished = true;
        waiting.clear();
        onEnd.accept(this);
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
    }

    private void write(String text) {
        client.content(new DefaultHttpContent(bytes(text)));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(UTF_8));
    }

    @Override
    public void body(HttpContent content) {
        content.release();
    }

    @Override
    public void writabilityChanged() {
        flushWaiting();
    }

    @Override
    public void clientGone() {
        finished();
    }
}
