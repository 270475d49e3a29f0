package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call on its way to Groq: its request going out. Its answer is carried by {@link AnswerRelay}. */
final class ProxiedCall implements Exchange, UpstreamPool.Waiting, UpstreamConnection.User {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedCall.class);

    /** How far the request has come. */
    private enum Step {
        /** Its body is held back until it is known what it asks for. */
        HOLDING,
        /** It is being put down as open, or a connection is being made. */
        OPENING,
        /** It goes out as it comes in. */
        SENDING,
        /** All but its end is out, which waits until the open call on disk says what the whole of it can cost. */
        AMENDING,
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
    private final UpstreamErrors errors;
    private final RequestBody body;
    private final SilenceWatch silence;
    private Step step = Step.HOLDING;
    private @Nullable UpstreamConnection connection;
    private @Nullable ChannelFuture headWritten;
    private boolean replayable;
    private @Nullable AnswerRelay relay;

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
        this.errors = new UpstreamErrors(options.upstream());
        this.body = new RequestBody(endpoint, request);
        this.silence = new SilenceWatch(client.loop(), options.answerTime(), this::silent);
    }

    // ---- the client's side -------------------------------------------------------------------------------------

    @Override
    public void body(HttpContent content) {
        switch (step) {
            case HOLDING -> {
                body.hold(content);
                if (body.tellsEnough()) {
                    open();
                }
            }
            case OPENING -> body.hold(content);
            case SENDING -> {
                body.read(content);
                silence.heard();
                replayable = false;
                send(content);
                sent();
            }
            case AMENDING, SENT, OVER -> content.release();
        }
    }

    /** Either side can take more again, or has enough: the other side is read accordingly. */
    @Override
    public void writabilityChanged() {
        if (connection == null) {
            return;
        }
        silence.heard();
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
            case HOLDING, OPENING, SENDING, AMENDING -> {
                // Groq has not seen the whole request, so it has not worked on it.
                book.settleUnanswered(body.ask(), 0, Outcome.ABORTED);
                end();
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
        body.opened();
        client.read(body.isWhole());
        CompletableFuture<?> onDisk = book.open(body.ask());
        if (onDisk.isDone()) {
            connect();
        } else {
            Patience.await(onDisk, book.patience(options.storeTime()), client.loop(), this::connect);
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
                    body.release();
                }
            });
        }
        silence.start();
        for (HttpContent content : body.held()) {
            send(content.retainedDuplicate());
        }
        if (!replayable) {
            body.release();
        }
        sent();
    }

    @Override
    public void notConnected(Throwable cause) {
        if (step != Step.OPENING) {
            return;
        }
        LOG.warn("No connection to {}: {}", options.upstream(), cause.toString());
        notReached(errors.unreachable(cause));
    }

    private void send(HttpContent content) {
        if (!(content instanceof LastHttpContent last)) {
            connection().content(content);
        } else if (body.tellsMore()) {
            step = Step.AMENDING;
            Patience.await(book.amend(body.ask()), options.storeTime(), client.loop(), () -> amended(last));
        } else {
            sendEnd(last);
        }
    }

    private void amended(LastHttpContent last) {
        if (step != Step.AMENDING) {
            last.release();
            return;
        }
        silence.heard();
        sendEnd(last);
        sent();
    }

    private void sendEnd(LastHttpContent last) {
        step = Step.SENT;
        Callers.removeOurs(last.trailingHeaders());
        connection().content(last);
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
        silence.heard();
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
            relay = new AnswerRelay(endpoint, book, client, connection(), body.ask(), options, this::over);
        }
        return relay;
    }

    @Override
    public void content(HttpContent content) {
        silence.heard();
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
        if (!reached && replayable && relay == null) {
            LOG.debug("A kept connection had gone stale; {} takes a new one", book.id());
            step = Step.OPENING;
            connection = null;
            silence.stop();
            pool.acquire(true, this);
            return;
        }
        ApiError error = errors.closed(cause, reached);
        LOG.warn(error.message());
        if (reached) {
            fail(error, book.unanswered(body.ask(), 502, "the connection to Groq ended before an answer came"));
        } else {
            notReached(error);
        }
    }

    /** Gives up on an upstream that stays silent for too long. */
    private void silent() {
        if (relay != null && relay.whole()) {
            return;
        }
        if (waitsForClient()) {
            silence.start();
            return;
        }
        connection().close();
        if (relay != null && relay.begun()) {
            relay.broken();
        } else {
            ApiError error = errors.silent(options.answerTime());
            LOG.warn(error.message());
            fail(error, book.unanswered(body.ask(), 504, "Groq stayed silent"));
        }
    }

    /** Whether it is the client who is slow, at sending or at reading. */
    private boolean waitsForClient() {
        boolean sending = step == Step.SENDING && connection().isWritable();
        boolean reading = relay != null && relay.begun() && !relay.withoutClient() && !client.isWritable();
        return sending || reading;
    }

    private void notReached(ApiError error) {
        fail(error, book.settleUnanswered(body.ask(), error.status(), Outcome.ERROR));
    }

    /** Answers with an error of our own, once what happened is on disk. */
    private void fail(ApiError error, CompletableFuture<?> onDisk) {
        boolean clientIsThere = relay == null || !relay.withoutClient();
        end();
        if (clientIsThere) {
            var response = error.response();
            response.headers().set("x-groqmeter-id", book.id());
            Patience.await(
                    onDisk, book.patience(options.storeTime()), client.loop(), () -> ApiError.answer(client, response));
        }
    }

    /** Ends the call, whatever has come of its answer. */
    private void end() {
        if (relay == null) {
            over();
        } else {
            relay.drop();
        }
    }

    private void over() {
        if (step != Step.SENT && connection != null) {
            // The request was not sent whole, so the connection cannot carry another.
            connection.close();
        }
        step = Step.OVER;
        silence.stop();
        body.release();
        client.read(true);
    }
}
