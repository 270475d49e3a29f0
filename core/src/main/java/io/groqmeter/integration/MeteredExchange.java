package io.groqmeter.integration;

import io.groqmeter.Admission;
import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.AnswerType;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.exchange.SeenAnswer;
import io.groqmeter.exchange.StoreWait;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP exchange of this process with Groq, metered as its bytes pass.
 *
 * <p>The client integration that carries it calls, in this order: {@link #request} with the request's bytes, {@link #send},
 * {@link #answer} with the head, {@link #body} with the answer's bytes, and {@link #end}, {@link #cancel} or {@link #fail}. The call is
 * recorded as open before it leaves and settled once, by whichever comes first: its end; {@code [DONE]} with the usage known, since
 * clients stop reading there; an error status, since they leave its body unread; a cancellation; a failure.
 *
 * <p>An exchange that is not with Groq, or that another integration of the same meter already meters, is not {@link #metered}, and
 * these methods do nothing. Thread-safe. Only {@link #send} blocks or throws.
 */
public final class MeteredExchange {

    /** The largest body, in bytes, that is read ahead so that the request is known before it is sent. */
    public static final long READ_AHEAD = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MeteredExchange.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private enum Step {
        NEW,
        SENT,
        ANSWERING,
        OVER,
        NOT_METERED
    }

    private final UsageMeter meter;
    private final URI uri;
    private final PlainRequest request;
    private final CallMeter call;
    private final @Nullable MeteredExchange outer;
    private Step step;
    private @Nullable RequestSummary admittedRequest;
    private @Nullable PlainAnswer answer;

    /** @param outer the exchange that the thread or the request already carries; null when there is none */
    private MeteredExchange(
            UsageMeter meter,
            RequestHead head,
            Endpoint endpoint,
            Attribution attribution,
            @Nullable MeteredExchange outer,
            Step step) {
        this.meter = meter;
        this.uri = head.uri();
        this.request = new PlainRequest(GroqWire.request(endpoint, head.contentType()));
        this.call = new CallMeter(meter, true, endpoint, head.posted(), attribution);
        this.outer = outer;
        this.step = step;
    }

    /**
     * Begins an exchange with the calling thread's attribution.
     *
     * @param more added to that attribution
     */
    public static MeteredExchange begin(UsageMeter meter, RequestHead request, Attribution more) {
        Optional<Endpoint> endpoint = request.endpoint().filter(groq -> !meter.countedAt(request.uri()));
        Object carried = meter.context().carried(request.values());
        return new MeteredExchange(
                meter,
                request,
                endpoint.orElse(Endpoint.OTHER),
                meter.context().attribution().and(more),
                carried instanceof MeteredExchange outer ? outer : null,
                endpoint.isPresent() ? Step.NEW : Step.NOT_METERED);
    }

    /** Whether this exchange is metered here. */
    public synchronized boolean metered() {
        return step != Step.NOT_METERED;
    }

    /** The request's next bytes, from position to limit. All of them before {@link #send} where that is possible. */
    public synchronized void request(ByteBuffer bytes) {
        if (step == Step.NEW || step == Step.SENT) {
            request.read(bytes);
        }
    }

    /**
     * Requests admission, and waits until the call is on disk as open: a fraction of a millisecond, up to 2 seconds while open calls have
     * reserved what is left of a budget, and at most 5 seconds while the store fails. Send nothing before. A call that the thread or the
     * request already carries for the same meter is metered there.
     *
     * @throws CallRefusedException when a budget or a limit refuses the call: do not send it
     */
    public void send() {
        CompletableFuture<Admission> admission;
        synchronized (this) {
            if (step != Step.NEW) {
                return;
            }
            if (outer != null && outer.carries(this)) {
                step = Step.NOT_METERED;
                return;
            }
            step = Step.SENT;
            admittedRequest = request.summary();
            if (!call.opens()) {
                return;
            }
            admission = call.open(admittedRequest, true);
        }
        Admission.Admitted admitted = admitted(admission.join());
        new StoreWait(meter).await(admitted.onDisk(), LONGEST_WAIT);
        if (admitted.lost()) {
            over(() -> call.settleUnanswered(summary(), 0, Outcome.ERROR));
            throw new CallRefusedException(Refusal.notOnDisk());
        }
    }

    private synchronized Admission.Admitted admitted(Admission admission) {
        if (admission instanceof Admission.Refused) {
            step = Step.NOT_METERED;
            request.close();
        }
        Admission.Admitted admitted = admission.orThrow();
        call.admitted(admitted);
        return admitted;
    }

    /** Whether the inner exchange is this call: to the same address and, where both lengths are known before sending, as long. */
    private boolean carries(MeteredExchange inner) {
        long ours = summary().bytes();
        long theirs = inner.summary().bytes();
        return underWay() && uri.equals(inner.uri) && (ours == 0 || theirs == 0 || ours == theirs);
    }

    /** What is sent after the end is another call: a request that is kept with its mark and sent again. */
    private synchronized boolean underWay() {
        return step != Step.NOT_METERED && step != Step.OVER;
    }

    private synchronized RequestSummary summary() {
        return request.summary();
    }

    /** Makes the calling thread carry this call, or the one it is part of, so that an integration below does not count it again. */
    public CallContext.Scope carry() {
        if (metered()) {
            return meter.context().carry(this);
        }
        return outer == null ? () -> {} : outer.carry();
    }

    /**
     * Marks a request as carrying this call, or the one it is part of, for integrations below on whatever thread.
     *
     * @param value a value of one of its headers
     * @return the value to put in its place: the same text
     */
    public String mark(String value) {
        if (metered()) {
            return meter.context().mark(value, this);
        }
        return outer == null ? value : outer.mark(value);
    }

    /**
     * The head of the answer.
     *
     * @param contentType null when there is none
     */
    public synchronized void answer(int status, @Nullable String contentType) {
        if (step != Step.SENT) {
            return;
        }
        step = Step.ANSWERING;
        RequestSummary summary = summary();
        answer =
                new PlainAnswer(AnswerType.of(status, contentType), summary, call.reader(summary, status, contentType));
        if (Call.answered(status)) {
            request.batch().ifPresent(call::uploaded);
        } else {
            settle();
        }
    }

    /** The answer's next bytes, from position to limit, as received or decompressed. */
    public synchronized void body(ByteBuffer bytes) {
        if (step != Step.ANSWERING || answer == null || !bytes.hasRemaining()) {
            return;
        }
        call.firstByte();
        answer.read(bytes);
        if (answer.endedMeasured()) {
            settle();
        }
    }

    /** The answer is complete. */
    public synchronized void end() {
        if (step == Step.ANSWERING) {
            settle();
        }
    }

    /** The caller stops reading, because it has enough or because it gives up. */
    public synchronized void cancel() {
        if (step == Step.ANSWERING && answer != null && (answer.reportsAll() || !call.mayCost())) {
            settle();
        }
        endEarly(Outcome.ABORTED, false);
    }

    /** The exchange failed before or during its answer: a timeout, a broken connection, a cancellation. */
    public synchronized void fail(Throwable cause) {
        Failure failure = Failure.of(cause);
        endEarly(failure.outcome(), failure.neverLeft());
    }

    private void settle() {
        over(() -> call.settle(summary(), seen(), Outcome.COMPLETED));
    }

    private void endEarly(Outcome outcome, boolean neverLeft) {
        if (step == Step.ANSWERING && answer != null && answer.ended()) {
            settle();
        }
        switch (step) {
            case SENT ->
                over(() -> {
                    if (neverLeft) {
                        call.settleUnanswered(summary(), 0, Outcome.ERROR);
                    } else {
                        amendWorstCase();
                        call.unanswered(summary(), 0, "the connection to Groq ended before an answer came");
                    }
                });
            case ANSWERING -> over(() -> call.settleEarly(summary(), seen(), outcome));
            case NEW, OVER, NOT_METERED -> {} // nothing was sent, or the call is closed
        }
    }

    /** A request that was read while it was sent is known better than when the call was opened. */
    private void amendWorstCase() {
        if (call.isOpen() && !summary().equals(admittedRequest)) {
            call.amend(summary()).thenAccept(this::amended);
        }
    }

    /** The request has left: a refusal changes nothing, and an admission raises the reservation. */
    private void amended(Admission admission) {
        if (admission instanceof Admission.Admitted admitted) {
            call.admitted(admitted);
        }
    }

    private SeenAnswer seen() {
        if (answer == null) {
            throw new IllegalStateException("no answer has begun");
        }
        return answer.seen();
    }

    private void over(Runnable last) {
        step = Step.OVER;
        try {
            last.run();
        } catch (RuntimeException e) {
            // It must not affect the call, and its message may quote the answer.
            LOG.error("A call could not be recorded: {}", e.getClass().getName());
        } finally {
            request.close();
            if (answer != null) {
                answer.close();
            }
        }
    }
}
