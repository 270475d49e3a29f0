package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Outcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call on one upstream connection: {@link RequestRelay} sends its request, {@link AnswerRelay} its answer. Decides what happens
 * when either fails.
 */
final class Attempt implements UpstreamConnection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** The call being attempted. */
    interface Owner {
        /** The connection was stale and nothing went out: try a fresh one. */
        void retry();

        /** Neither side has anything more to do. */
        void finished();
    }

    private final HttpRequest request;
    private final RequestBody body;
    private final CallMeter call;
    private final Client client;
    private final UpstreamConnection connection;
    private final ProxyOptions options;
    private final Owner owner;
    private final InactivityTimer idleTimer;
    private final RequestRelay requestRelay;
    private @Nullable AnswerRelay answerRelay;

    Attempt(
            HttpRequest request,
            RequestBody body,
            CallMeter call,
            Client client,
            UpstreamConnection connection,
            ProxyOptions options,
            Owner owner) {
        this.request = request;
        this.body = body;
        this.call = call;
        this.client = client;
        this.connection = connection;
        this.options = options;
        this.owner = owner;
        this.idleTimer = new InactivityTimer(client.loop(), options.answerTime(), this::timedOut);
        this.requestRelay = new RequestRelay(body, call, client, connection, idleTimer, options, this::refused);
    }

    void begin(boolean fresh) {
        connection.attach(this);
        idleTimer.start();
        requestRelay.begin(request, fresh);
    }

    // ---- what comes from the client ----------------------------------------------------------------------------

    void body(HttpContent content) {
        requestRelay.content(content);
    }

    void clientGone() {
        if (!requestRelay.isSent()) {
            // Groq has not received the whole request, so it has not worked on it.
            call.settleUnanswered(body.summary(), 0, Outcome.ABORTED);
            end();
        } else {
            LOG.debug("The caller of {} hung up; on abort: {}", call.id(), options.onAbort());
            answerRelay().clientGone();
        }
    }

    // ---- what comes from Groq ----------------------------------------------------------------------------------

    @Override
    public void head(HttpResponse head) {
        idleTimer.touch();
        if (head.status().code() >= 200) {
            if (Call.answered(head.status().code())) {
                body.batch().ifPresent(call::uploaded);
            }
            answerRelay().head(head);
        } else if (head.status().code() != 100) {
            HopByHop.strip(head.headers());
            client.head(head);
            client.flush();
        }
    }

    private AnswerRelay answerRelay() {
        if (answerRelay == null) {
            HeldAnswer held = new HeldAnswer(body.isVerbose());
            answerRelay = new AnswerRelay(call, client, connection, body.summary(), held, options, this::finished);
        }
        return answerRelay;
    }

    @Override
    public void content(HttpContent content) {
        idleTimer.touch();
        answerRelay().content(content);
    }

    @Override
    public void readComplete() {
        if (answerRelay != null) {
            answerRelay.readComplete();
        }
    }

    /** The writability of either side has changed: read from the other side accordingly. */
    @Override
    public void writabilityChanged() {
        idleTimer.touch();
        requestRelay.writabilityChanged();
        if (answerRelay != null) {
            answerRelay.writabilityChanged();
        }
    }

    // ---- what goes wrong ---------------------------------------------------------------------------------------

    @Override
    public void closed(@Nullable Throwable cause) {
        if (answerRelay != null && answerRelay.isStarted()) {
            answerRelay.upstreamClosed();
            return;
        }
        if (requestRelay.replayable() && answerRelay == null) {
            stop();
            owner.retry();
            return;
        }
        unanswered(
                new UpstreamErrors(options.upstream()).closed(cause, requestRelay.isSent()),
                "the connection to Groq ended before an answer came");
    }

    private void unanswered(ApiError error, String reason) {
        LOG.warn(error.message());
        ErrorAnswer own = errorAnswer();
        boolean reached = requestRelay.isSent();
        end();
        if (reached) {
            own.mayBeBilled(body.summary(), error, reason);
        } else {
            own.notReached(body.summary(), error);
        }
    }

    /** Ends a call whose upstream has been silent for too long. */
    private void timedOut() {
        if (answerRelay != null && answerRelay.isComplete()) {
            return;
        }
        if (requestRelay.isBlockedByClient() || (answerRelay != null && answerRelay.isBlockedByClient())) {
            idleTimer.start();
            return;
        }
        connection.close();
        if (answerRelay != null && answerRelay.isStarted()) {
            answerRelay.upstreamClosed();
            return;
        }
        unanswered(
                new UpstreamErrors(options.upstream()).timedOut(options.answerTime(), requestRelay.isSent()),
                "Groq stayed silent");
    }

    /** The end of the request revealed something that is not allowed. Without that end Groq does not work on it. */
    private void refused(ApiError error) {
        if (answerRelay != null && answerRelay.isStarted()) {
            connection.close();
            answerRelay.upstreamClosed();
            return;
        }
        ErrorAnswer own = errorAnswer();
        end();
        own.notReached(body.summary(), error);
    }

    private ErrorAnswer errorAnswer() {
        return new ErrorAnswer(call, answerRelay == null ? client : answerRelay.client(), options);
    }

    /** Ends the call, whatever has come of its answer. */
    private void end() {
        if (answerRelay == null) {
            finished();
        } else {
            answerRelay.discard();
        }
    }

    private void finished() {
        if (!requestRelay.isSent()) {
            // The request was not sent whole, so the connection cannot serve another.
            connection.close();
        }
        stop();
        owner.finished();
    }

    private void stop() {
        requestRelay.stop();
        idleTimer.stop();
    }
}
