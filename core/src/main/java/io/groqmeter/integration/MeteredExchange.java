package io.groqmeter.integration;

import io.groqmeter.Admission;
import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.CallRefusedException;
import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.AnswerType;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.exchange.SeenAnswer;
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
 * One HTTP exchange with Groq that this process makes itself, metered as its bytes pass.
 *
 * <p>Whoever carries it tells what happens, in this order: {@link #request} with the request's bytes, {@link #send}, {@link #answer}
 * with the head, {@link #body} with the answer's bytes, and {@link #end}, {@link #cancel} or {@link #fail}. It is put down as open
 * before it leaves, and settled once: at the first of the end, {@code [DONE]} when the usage is told by then (clients stop reading
 * there), an error status (clients leave its body unread), hanging up and failing; what is told later changes nothing.
 *
 * <p>An exchange that is not one with Groq, or that another carrier of the same meter counts already, is not {@link #metered}; then
 * telling it has no effect. Thread-safe. Apart from {@link #send} nothing waits, and nothing throws.
 */
public final class MeteredExchange {

    /** The largest body worth reading ahead, so that it is known what is asked before it is sent. In bytes. */
    public static final long READ_AHEAD = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(MeteredExchange.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private enum Step {
        ASKING,
        SENT,
        ANSWERING,
        OVER,
        NOT_OURS
    }

    private final UsageMeter meter;
    private final URI uri;
    private final PlainRequest request;
    private final CallMeter book;
    private final @Nullable MeteredExchange outer;
    private Step step;
    private @Nullable RequestSummary asked;
    private @Nullable PlainAnswer answer;

    /** @param outer the exchange that the thread, or the request, is carrying already; null when there is none */
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
        this.book = new CallMeter(meter, true, endpoint, head.posted(), attribution);
        this.outer = outer;
        this.step = step;
    }

    /**
     * Begins an exchange, for those the calling thread's calls are for.
     *
     * @param more whom it is for, beyond what the thread knows
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
                endpoint.isPresent() ? Step.ASKING : Step.NOT_OURS);
    }

    /** Whether this exchange is counted here. */
    public synchronized boolean metered() {
        return step != Step.NOT_OURS;
    }

    /** The request's next bytes, from position to limit. All of them before {@link #send} where that is possible. */
    public synchronized void request(ByteBuffer bytes) {
        if (step == Step.ASKING || step == Step.SENT) {
            request.read(bytes);
        }
    }

    /**
     * Has the call admitted and waits until it is on disk as open: a fraction of a millisecond, up to 2 seconds while others have
     * reserved what is left of a budget, and 5 seconds at most while the store takes nothing. Send nothing before. Where the
     * thread that began it, or its request, was carrying this very call for the same meter already, it is counted there.
     *
     * @throws CallRefusedException when a budget or a limit refuses it: do not send it
     */
    public void send() {
        CompletableFuture<Admission> admission;
        synchronized (this) {
            if (step != Step.ASKING) {
                return;
            }
            if (outer != null && outer.carries(this)) {
                step = Step.NOT_OURS;
                return;
            }
            step = Step.SENT;
            asked = request.ask();
            if (!book.opens()) {
                return;
            }
            admission = book.open(asked, true);
        }
        Admission.Admitted admitted = admitted(admission.join());
        book.await(admitted.onDisk(), PATIENCE);
        if (admitted.lost()) {
            over(() -> book.settleUnanswered(ask(), 0, Outcome.ERROR));
            throw new CallRefusedException(Refusal.notOnDisk());
        }
    }

    private synchronized Admission.Admitted admitted(Admission admission) {
        if (admission instanceof Admission.Refused) {
            step = Step.NOT_OURS;
            request.close();
        }
        Admission.Admitted admitted = admission.orThrow();
        book.admitted(admitted);
        return admitted;
    }

    /** Under way to the same address and, where both bodies are known before they are sent, of the same length. */
    private boolean carries(MeteredExchange inner) {
        long ours = ask().bytes();
        long theirs = inner.ask().bytes();
        return underWay() && uri.equals(inner.uri) && (ours == 0 || theirs == 0 || ours == theirs);
    }

    /** What is sent when this is over is another call: a request that somebody keeps, mark and all, and sends again. */
    private synchronized boolean underWay() {
        return step != Step.NOT_OURS && step != Step.OVER;
    }

    private synchronized RequestSummary ask() {
        return request.ask();
    }

    /** Says that the calling thread carries this call now, or the one it is part of: a carrier below does not count it again. */
    public CallContext.Scope carry() {
        if (metered()) {
            return meter.context().carry(this);
        }
        return outer == null ? () -> {} : outer.carry();
    }

    /**
     * Marks a request as carrying this call, or the one it is part of, for carriers below on whatever thread.
     *
     * @param value a value of one of its headers
     * @return what to put in its place: the same text
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
        RequestSummary ask = ask();
        answer = new PlainAnswer(AnswerType.of(status, contentType), ask, book.reader(ask, status, contentType));
        if (Call.answered(status)) {
            request.batch().ifPresent(book::uploaded);
        } else {
            settle();
        }
    }

    /** The answer's next bytes, from position to limit, as they came or decompressed. */
    public synchronized void body(ByteBuffer bytes) {
        if (step != Step.ANSWERING || answer == null || !bytes.hasRemaining()) {
            return;
        }
        book.firstByte();
        answer.read(bytes);
        if (answer.endedMeasured()) {
            settle();
        }
    }

    /** The answer has come to its end. */
    public synchronized void end() {
        if (step == Step.ANSWERING) {
            settle();
        }
    }

    /** The caller reads no further: because it has enough, or because it gives up. */
    public synchronized void cancel() {
        if (step == Step.ANSWERING && answer != null && (answer.toldAll() || !book.mayCost())) {
            settle();
        }
        endEarly(Outcome.ABORTED, false);
    }

    /** The exchange came to nothing, or its answer ends here: a time-out, a broken connection, a cancellation. */
    public synchronized void fail(Throwable cause) {
        Failure failure = Failure.of(cause);
        endEarly(failure.outcome(), failure.neverLeft());
    }

    private void settle() {
        over(() -> book.settle(ask(), seen(), Outcome.COMPLETED));
    }

    private void endEarly(Outcome outcome, boolean neverLeft) {
        if (step == Step.ANSWERING && answer != null && answer.ended()) {
            settle();
        }
        switch (step) {
            case SENT ->
                over(() -> {
                    if (neverLeft) {
                        book.settleUnanswered(ask(), 0, Outcome.ERROR);
                    } else {
                        tellMore();
                        book.unanswered(ask(), 0, "the connection to Groq ended before an answer came");
                    }
                });
            case ANSWERING -> over(() -> book.settleEarly(ask(), seen(), outcome));
            case ASKING, OVER, NOT_OURS -> {
                // Nothing was sent, or all is said.
            }
        }
    }

    /** Where the request was read while it was sent, more is known than when the call was opened. */
    private void tellMore() {
        if (book.isOpen() && !ask().equals(asked)) {
            book.amend(ask()).thenAccept(this::amended);
        }
    }

    /** What was sent is sent: a budget can only be told how much more it may cost. */
    private void amended(Admission admission) {
        if (admission instanceof Admission.Admitted admitted) {
            book.admitted(admitted);
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
            // Whatever it is, it must not touch the call; and what it says may quote the answer.
            LOG.error("A call could not be written down: {}", e.getClass().getName());
        } finally {
            request.close();
            if (answer != null) {
                answer.close();
            }
        }
    }
}
