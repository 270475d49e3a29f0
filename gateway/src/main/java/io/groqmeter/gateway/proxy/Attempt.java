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
 * A call on one connection: its request goes out by a {@link RequestRelay}, its answer comes back by an {@link AnswerRelay}. What
 * goes wrong on the way is decided here.
 */
final class Attempt implements UpstreamConnection.User {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** The call that is attempted. */
    interface Owner {
        /** The connection was dead and nothing went out: try a fresh one. */
        void again();

        /** Neither side has anything more to do. */
        void over();
    }

    private final HttpRequest request;
    private final RequestBody body;
    private final CallMeter book;
    private final Client client;
    private final UpstreamConnection connection;
    private final ProxyOptions options;
    private final Owner owner;
    private final InactivityTimer silence;
    private final RequestRelay asking;
    private @Nullable AnswerRelay answering;

    Attempt(
            HttpRequest request,
            RequestBody body,
            CallMeter book,
            Client client,
            UpstreamConnection connection,
            ProxyOptions options,
            Owner owner) {
        this.request = request;
        this.body = body;
        this.book = book;
        this.client = client;
        this.connection = connection;
        this.options = options;
        this.owner = owner;
        this.silence = new InactivityTimer(client.loop(), options.answerTime(), this::silent);
        this.asking = new RequestRelay(body, book, client, connection, silence, options, this::refused);
    }

    void begin(boolean fresh) {
        connection.use(this);
        silence.start();
        asking.begin(request, fresh);
    }

    // ---- what comes from the client ----------------------------------------------------------------------------

    void body(HttpContent content) {
        asking.content(content);
    }

    void clientGone() {
        if (!asking.leftWhole()) {
            // Groq has not seen the whole request, so it has not worked on it.
            book.settleUnanswered(body.ask(), 0, Outcome.ABORTED);
            end();
        } else {
            LOG.debug("The caller of {} hung up; on abort: {}", book.id(), options.onAbort());
            answering().clientGone();
        }
    }

    // ---- what comes from Groq ----------------------------------------------------------------------------------

    @Override
    public void head(HttpResponse head) {
        silence.heard();
        if (head.status().code() >= 200) {
            if (Call.answered(head.status().code())) {
                body.batch().ifPresent(book::uploaded);
            }
            answering().head(head);
        } else if (head.status().code() != 100) {
            HopByHop.strip(head.headers());
            client.head(head);
            client.flush();
        }
    }

    private AnswerRelay answering() {
        if (answering == null) {
            HeldAnswer held = new HeldAnswer(body.asksVerbosely());
            answering = new AnswerRelay(book, client, connection, body.ask(), held, options, this::over);
        }
        return answering;
    }

    @Override
    public void content(HttpContent content) {
        silence.heard();
        answering().content(content);
    }

    @Override
    public void readComplete() {
        if (answering != null) {
            answering.readComplete();
        }
    }

    /** Either side can take more again, or has enough: the other side is read accordingly. */
    @Override
    public void writabilityChanged() {
        silence.heard();
        asking.writabilityChanged();
        if (answering != null) {
            answering.writabilityChanged();
        }
    }

    // ---- what goes wrong ---------------------------------------------------------------------------------------

    @Override
    public void broken(@Nullable Throwable cause) {
        if (answering != null && answering.begun()) {
            answering.broken();
            return;
        }
        if (asking.replayable() && answering == null) {
            stop();
            owner.again();
            return;
        }
        unanswered(
                new UpstreamErrors(options.upstream()).closed(cause, asking.leftWhole()),
                "the connection to Groq ended before an answer came");
    }

    private void unanswered(ApiError error, String reason) {
        LOG.warn(error.message());
        ErrorAnswer own = ownAnswer();
        boolean reached = asking.leftWhole();
        end();
        if (reached) {
            own.mayBeBilled(body.ask(), error, reason);
        } else {
            own.notReached(body.ask(), error);
        }
    }

    /** Gives up on an upstream that stays silent for too long. */
    private void silent() {
        if (answering != null && answering.whole()) {
            return;
        }
        if (asking.waitsForClient() || (answering != null && answering.waitsForClient())) {
            silence.start();
            return;
        }
        connection.close();
        if (answering != null && answering.begun()) {
            answering.broken();
            return;
        }
        unanswered(
                new UpstreamErrors(options.upstream()).silent(options.answerTime(), asking.leftWhole()),
                "Groq stayed silent");
    }

    /** What the request's end says is not allowed. Without that end Groq does not work on it. */
    private void refused(ApiError error) {
        if (answering != null && answering.begun()) {
            connection.close();
            answering.broken();
            return;
        }
        ErrorAnswer own = ownAnswer();
        end();
        own.notReached(body.ask(), error);
    }

    private ErrorAnswer ownAnswer() {
        return new ErrorAnswer(book, answering == null ? client : answering.client(), options);
    }

    /** Ends the call, whatever has come of its answer. */
    private void end() {
        if (answering == null) {
            over();
        } else {
            answering.drop();
        }
    }

    private void over() {
        if (!asking.leftWhole()) {
            // The request was not sent whole, so the connection cannot carry another.
            connection.close();
        }
        stop();
        owner.over();
    }

    private void stop() {
        asking.stop();
        silence.stop();
    }
}
