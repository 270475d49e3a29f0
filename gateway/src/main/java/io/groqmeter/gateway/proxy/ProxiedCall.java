package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.groq.Ask;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on its way to Groq: its request going out. Its answer is carried by {@link AnswerRelay}. */
final class ProxiedCall implements Exchange, UpstreamPool.Waiting, UpstreamConnection.User {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedCall.class);

    private static final String MAY_BE_BILLED = ". The call may have been billed; it is listed as unsettled.";

    /** How far the request has come. */
    private enum Step {
        /** Its body is held back until it is known what it asks for. */
        HOLDING,
        /** It is being put down as open, or a connection is being made. */
        OPENING,
        /** It goes out as it comes in. */
        SENDING,
        /** All of it is out. */
        SENT,
        /** Nothing more is to be done with it. */
        OVER
    }

    private final HttpRequest request;
    private final Endpoint endpoint;
    private final CallBook book;
    private final Client client;
    private final UpstreamPool pool;
    private final ProxyOptions options;
    private final RequestReader reader;
    private final int mostHeld;
    private final List<HttpContent> held = new ArrayList<>();
    private int heldBytes;
    private boolean bodyWhole;
    private boolean replayable;
    private Step step = Step.HOLDING;
    private @Nullable UpstreamConnection connection;
    private @Nullable ChannelFuture headWritten;
    private @Nullable AnswerRelay relay;
    private @Nullable ScheduledFuture<?> silence;
    private long lastHeard = System.nanoTime();

    ProxiedCall(
            HttpRequest request,
            Endpoint endpoint,
            CallBook book,
            Client client,
            UpstreamPool pool,
            ProxyOptions options) {
        this.request = request;
        this.endpoint = endpoint;
        this.book = book;
        this.client = client;
        this.pool = pool;
        this.options = options;
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        this.reader = GroqWire.request(endpoint, type);
        boolean form = type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
        this.mostHeld = !endpoint.metered() ? 0 : form ? ProxyOptions.HELD_FORM : ProxyOptions.HELD_REQUEST;
    }

    // ---- the client's side -------------------------------------------------------------------------------------

    @Override
    public void body(HttpContent content) {
        bodyWhole |= content instanceof LastHttpContent;
        switch (step) {
            case HOLDING -> {
                hold(content);
                if (bodyWhole || heldBytes >= mostHeld || (isForm() && ask().model() != null)) {
                    open();
                }
            }
            case OPENING -> hold(content);
            case SENDING -> {
                tap(content);
                replayable = false;
                send(content);
                sent();
            }
            case SENT, OVER -> content.release();
        }
    }

    private boolean isForm() {
        return mostHeld == ProxyOptions.HELD_FORM;
    }

    private Ask ask() {
        return reader.ask();
    }

    private void hold(HttpContent content) {
        tap(content);
        heldBytes += content.content().readableBytes();
        held.add(content);
    }

    private void tap(HttpContent content) {
        if (endpoint.metered()) {
            for (var part : content.content().nioBuffers()) {
                reader.read(part);
            }
        }
    }

    /** Either side can take more again, or has enough: the other side is read accordingly. */
    @Override
    public void writabilityChanged() {
        if (connection == null) {
            return;
        }
        if (step == Step.SENDING) {
            client.read(connection.isWritable());
        }
        if (relay != null && !relay.whole()) {
            connection.read(relay.withoutClient() || client.isWritable());
        }
    }

    @Override
    public void clientGone() {
        switch (step) {
            case HOLDING, OPENING, SENDING -> {
                // Groq has not seen the whole request, so it has not worked on it.
                book.settleUnanswered(ask(), 0, Outcome.ABORTED);
                over();
            }
            case SENT -> {
                LOG.debug("The caller of {} hung up; on abort: {}", book.id(), options.onAbort());
                relay().clientGone();
            }
            case OVER -> LOG.debug("The caller of {} hung up after the end", book.id());
        }
    }

    // ---- opening -----------------------------------------------------------------------------------------------

    private void open() {
        step = Step.OPENING;
        client.read(bodyWhole);
        CompletableFuture<?> onDisk = book.open(ask());
        if (onDisk.isDone()) {
            connect();
        } else {
            Patience.await(onDisk, options.storeTime(), client.loop(), this::connect);
        }
    }

    private void connect() {
        if (step == Step.OPENING) {
            pool.acquire(false, this);
        }
    }

    @Override
    public void connected(UpstreamConnection connection, boolean fresh) {
        if (step != Step.OPENING) {
            pool.release(connection);
            return;
        }
        this.connection = connection;
        connection.use(this);
        step = Step.SENDING;
        ChannelFuture written = connection.head(request);
        headWritten = written;
        // A kept connection may turn out to be dead: until the head is out, keep what is needed to try a new one.
        replayable = !fresh;
        if (replayable) {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    releaseHeld();
                }
            });
        }
        watch();
        for (HttpContent content : List.copyOf(held)) {
            send(content.retainedDuplicate());
        }
        if (!replayable) {
            releaseHeld();
        }
        sent();
    }

    @Override
    public void notConnected(Throwable cause) {
        if (step != Step.OPENING) {
            return;
        }
        LOG.warn("No connection to {}: {}", options.upstream(), cause.toString());
        notReached(ApiError.upstream(
                502,
                "upstream_unreachable",
                "The gateway could not connect to " + options.upstream() + " ("
                        + cause.getClass().getSimpleName() + "). Check the network, or the address in GROQ_BASE_URL."));
    }

    private void send(HttpContent content) {
        UpstreamConnection to = connection();
        boolean last = content instanceof LastHttpContent;
        if (last) {
            step = Step.SENT;
            if (endpoint.metered() && (heldBytes >= mostHeld || isForm())) {
                book.amend(ask());
            }
        }
        to.content(content);
    }

    /** What was written goes out; more is read when there is room for it. Once whole, reading tells whether the client is there. */
    private void sent() {
        connection().flush();
        client.read(step != Step.SENDING || connection().isWritable());
    }

    private UpstreamConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("not connected");
        }
        return connection;
    }

    // ---- Groq's side -------------------------------------------------------------------------------------------

    @Override
    public void head(HttpResponse head) {
        lastHeard = System.nanoTime();
        if (head.status().code() < 200) {
            if (head.status().code() != 100) {
                HopByHop.strip(head.headers());
                client.head(head);
                client.flush();
            }
            return;
        }
        relay().head(head);
    }

    private AnswerRelay relay() {
        if (relay == null) {
            relay = new AnswerRelay(endpoint, book, client, connection(), ask(), options, this::over);
        }
        return relay;
    }

    @Override
    public void content(HttpContent content) {
        lastHeard = System.nanoTime();
        relay().content(content);
    }

    @Override
    public void readComplete() {
        if (relay != null) {
            relay.readComplete();
        }
    }

    @Override
    public void broken(@Nullable Throwable cause) {
        if (relay != null && relay.begun()) {
            relay.broken();
            return;
        }
        boolean reached = headWritten != null && headWritten.isSuccess();
        if (!reached && replayable) {
            LOG.debug("A kept connection had gone stale; {} takes a new one", book.id());
            step = Step.OPENING;
            connection = null;
            pool.acquire(true, this);
            return;
        }
        String what = "The connection to " + options.upstream() + " ended before an answer came"
                + (cause == null ? "" : " (" + cause.getMessage() + ")");
        LOG.warn(what);
        if (reached) {
            fail(
                    ApiError.upstream(502, "upstream_closed", what + MAY_BE_BILLED),
                    book.unanswered(ask(), 502, "the connection to Groq ended before an answer came"));
        } else {
            notReached(ApiError.upstream(502, "upstream_closed", what + "."));
        }
    }

    /** Gives up on an upstream that stays silent for too long. */
    private void watch() {
        long limit = options.answerTime().toNanos();
        long left = limit - (System.nanoTime() - lastHeard);
        if (left <= 0) {
            silent();
        } else if (step != Step.OVER) {
            // One timer a call, moved on when it fires too early: cheaper than one a read.
            silence = client.loop().schedule(this::watch, left, TimeUnit.NANOSECONDS);
        }
    }

    private void silent() {
        if (relay != null && relay.whole()) {
            return;
        }
        if (relay != null && relay.begun()) {
            connection().close();
            relay.broken();
        } else {
            connection().close();
            String time = options.answerTime().toSeconds() + " s";
            fail(
                    ApiError.upstream(
                            504,
                            "upstream_silent",
                            options.upstream() + " has not answered for " + time + MAY_BE_BILLED),
                    book.unanswered(ask(), 504, "Groq stayed silent for " + time));
        }
    }

    private void notReached(ApiError error) {
        fail(error, book.settleUnanswered(ask(), error.status(), Outcome.ERROR));
    }

    /** Answers with an error of our own, once what happened is on disk. */
    private void fail(ApiError error, CompletableFuture<?> onDisk) {
        boolean clientIsThere = relay == null || !relay.withoutClient();
        over();
        if (clientIsThere) {
            var response = error.response();
            response.headers().set("x-groqmeter-id", book.id());
            Patience.await(onDisk, options.storeTime(), client.loop(), () -> ApiError.answer(client, response));
        }
    }

    private void over() {
        if (step != Step.SENT && connection != null) {
            // The request was not sent whole, so the connection cannot carry another.
            connection.close();
        }
        step = Step.OVER;
        if (silence != null) {
            silence.cancel(false);
        }
        releaseHeld();
        client.read(true);
    }

    private void releaseHeld() {
        held.forEach(HttpContent::release);
        held.clear();
    }
}
