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
 * One call to Groq: held back until its request is understood, recorded as open, then carried by an {@link Attempt}; by a second
 * one when the first met a stale connection.
 */
final class ProxiedCall implements Exchange, UpstreamPool.Borrower, Attempt.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedCall.class);

    private enum Step {
        /** The body is held back until the request is understood. */
        HOLDING,
        /** The call is being admitted and recorded as open, or is waiting for a connection. */
        OPENING,
        /** An attempt carries it. */
        RELAYING,
        FINISHED
    }

    private final HttpRequest request;
    private final CallMeter call;
    private final Client client;
    private final UpstreamPool pool;
    private final ProxyOptions options;
    private final RequestBody body;
    private Step step = Step.HOLDING;
    private @Nullable Attempt attempt;

    ProxiedCall(
            HttpRequest request,
            KeyScope scope,
            CallMeter call,
            Client client,
            UpstreamPool pool,
            ProxyOptions options) {
        this.request = request;
        this.call = call;
        this.client = client;
        this.pool = pool;
        this.options = options;
        this.body = new RequestBody(call.endpoint(), scope, request, options.verboseAudioUrls());
    }

    @Override
    public void body(HttpContent content) {
        switch (step) {
            case HOLDING -> {
                body.hold(content);
                if (body.canOpen()) {
                    open();
                }
            }
            case OPENING -> body.hold(content);
            case RELAYING -> attempt().body(content);
            case FINISHED -> content.release();
        }
    }

    private void open() {
        ApiError refusal = body.refusal(call);
        if (refusal != null) {
            finished();
            refusal.answer(client);
            return;
        }
        step = Step.OPENING;
        body.opened(request.headers());
        client.read(body.isComplete());
        if (call.opens()) {
            LoopWait.await(call.open(body.summary(), body.isComplete()), client.loop(), this::decided);
        } else {
            connect();
        }
    }

    private void decided(Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            if (step == Step.OPENING) {
                finished();
                new ErrorAnswer(call, client, options).refuse(body.summary(), refused.refusal());
            }
            return;
        }
        Admission.Admitted admitted = (Admission.Admitted) admission;
        call.admitted(admitted);
        if (step != Step.OPENING) {
            call.settleUnanswered(body.summary(), 0, Outcome.ABORTED);
        } else if (admitted.onDisk().isDone()) {
            recorded(admitted);
        } else {
            LoopWait.await(
                    admitted.onDisk(), call.patience(options.storeTime()), client.loop(), () -> recorded(admitted));
        }
    }

    private void recorded(Admission.Admitted admitted) {
        if (admitted.lost() && step == Step.OPENING) {
            finished();
            call.settleUnanswered(body.summary(), 503, Outcome.ERROR);
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
        step = Step.RELAYING;
        attempt = new Attempt(request, body, call, client, connection, options, this);
        attempt.begin(fresh);
    }

    @Override
    public void notConnected(Throwable cause) {
        if (step == Step.OPENING) {
            LOG.warn("No connection to {}: {}", options.upstream(), cause.toString());
            finished();
            new ErrorAnswer(call, client, options)
                    .notReached(body.summary(), new UpstreamErrors(options.upstream()).unreachable(cause));
        }
    }

    @Override
    public void retry() {
        LOG.debug("A pooled connection was stale; {} uses a new one", call.id());
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
        if (step == Step.RELAYING) {
            attempt().writabilityChanged();
        }
    }

    @Override
    public void clientGone() {
        switch (step) {
            case HOLDING, OPENING -> {
                if (step == Step.HOLDING || !call.opens() || call.isOpen()) {
                    call.settleUnanswered(body.summary(), 0, Outcome.ABORTED);
                }
                finished();
            }
            case RELAYING -> attempt().clientGone();
            case FINISHED -> LOG.debug("The caller of {} hung up after the end", call.id());
        }
    }

    @Override
    public void finished() {
        step = Step.FINISHED;
        body.close();
        client.read(true);
    }
}
