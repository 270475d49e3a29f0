package io.groqmeter.gateway.proxy;

import io.groqmeter.Admission;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.groqmeter.usage.Outcome;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to Groq: held until it is known what it asks for, put down as open, then carried there and back by an {@link Attempt}; by
 * a second one when the first met a connection that was dead.
 */
final class ProxiedCall implements Exchange, UpstreamPool.Waiting, Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedCall.class);

    private enum Step {
        /** Its body is held back until it is known what it asks for. */
        HOLDING,
        /** It is being admitted and put down as open, or a connection is being made. */
        OPENING,
        /** It is on its way to Groq or back. */
        CARRIED,
        /** Nothing more is to be done with it. */
        OVER
    }

    private final HttpRequest request;
    private final CallMeter book;
    private final Client client;
    private final UpstreamPool pool;
    private final ProxyOptions options;
    private final RequestBody body;
    private Step step = Step.HOLDING;
    private @Nullable Attempt attempt;

    ProxiedCall(
            HttpRequest request,
            KeyScope scope,
            CallMeter book,
            Client client,
            UpstreamPool pool,
            ProxyOptions options) {
        this.request = request;
        this.book = book;
        this.client = client;
        this.pool = pool;
        this.options = options;
        this.body = new RequestBody(book.endpoint(), scope, request, options.verboseAudioUrls());
    }

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
            case CARRIED -> attempt().body(content);
            case OVER -> content.release();
        }
    }

    private void open() {
        ApiError refusal = body.refusal(book);
        if (refusal != null) {
            over();
            refusal.answer(client);
            return;
        }
        step = Step.OPENING;
        body.opened(request.headers());
        client.read(body.isWhole());
        if (book.opens()) {
            LoopWait.await(book.open(body.ask(), body.isWhole()), client.loop(), this::told);
        } else {
            connect();
        }
    }

    private void told(Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            if (step == Step.OPENING) {
                over();
                new ErrorAnswer(book, client, options).refuse(body.ask(), refused.refusal());
            }
            return;
        }
        Admission.Admitted admitted = (Admission.Admitted) admission;
        book.admitted(admitted);
        if (step != Step.OPENING) {
            book.settleUnanswered(body.ask(), 0, Outcome.ABORTED);
        } else if (admitted.onDisk().isDone()) {
            opened(admitted);
        } else {
            LoopWait.await(
                    admitted.onDisk(), book.patience(options.storeTime()), client.loop(), () -> opened(admitted));
        }
    }

    private void opened(Admission.Admitted admitted) {
        if (admitted.lost() && step == Step.OPENING) {
            over();
            book.settleUnanswered(body.ask(), 503, Outcome.ERROR);
            ErrorAnswer.refused(Refusal.notOnDisk()).answer(client);
        } else {
            connect();
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
        step = Step.CARRIED;
        attempt = new Attempt(request, body, book, client, connection, options, this);
        attempt.begin(fresh);
    }

    @Override
    public void notConnected(Throwable cause) {
        if (step == Step.OPENING) {
            LOG.warn("No connection to {}: {}", options.upstream(), cause.toString());
            over();
            new ErrorAnswer(book, client, options)
                    .notReached(body.ask(), new UpstreamErrors(options.upstream()).unreachable(cause));
        }
    }

    @Override
    public void again() {
        LOG.debug("A kept connection had gone stale; {} takes a new one", book.id());
        step = Step.OPENING;
        attempt = null;
        pool.acquire(true, this);
    }

    private Attempt attempt() {
        if (attempt == null) {
            throw new IllegalStateException("not connected");
        }
        return attempt;
    }

    @Override
    public void writabilityChanged() {
        if (step == Step.CARRIED) {
            attempt().writabilityChanged();
        }
    }

    @Override
    public void clientGone() {
        switch (step) {
            case HOLDING, OPENING -> {
                if (step == Step.HOLDING || !book.opens() || book.isOpen()) {
                    book.settleUnanswered(body.ask(), 0, Outcome.ABORTED);
                }
                over();
            }
            case CARRIED -> attempt().clientGone();
            case OVER -> LOG.debug("The caller of {} hung up after the end", book.id());
        }
    }

    @Override
    public void over() {
        step = Step.OVER;
        body.close();
        client.read(true);
    }
}
