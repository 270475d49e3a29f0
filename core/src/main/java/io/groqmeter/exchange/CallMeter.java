package io.groqmeter.exchange;

import io.groqmeter.Admission;
import io.groqmeter.Settlement;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Refusal;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.BatchLine;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.groq.WorstCase;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metering of one call: opened at most once, and closed once, by settling it or leaving it unsettled; later attempts to close it
 * have no effect. Not thread-safe: the call's own thread or event loop uses it.
 */
public final class CallMeter {

    private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);

    private final UsageMeter meter;
    private final boolean metering;
    private final Endpoint endpoint;
    private final boolean mayCost;
    private final Attribution attribution;
    private final @Nullable String remark;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private @Nullable FileDownload download;
    private @Nullable OpenCall open;
    private @Nullable String id;
    private Optional<Duration> firstByte = Optional.empty();
    private @Nullable UsageRecord record;
    private boolean closed;

    /** A call whose attribution is kept as it was given. */
    public CallMeter(UsageMeter meter, boolean metering, Endpoint endpoint, boolean posted, Attribution attribution) {
        this(meter, metering, endpoint, posted, attribution, null);
    }

    /**
     * @param metering whether calls are recorded at all
     * @param posted whether the request is a POST
     * @param remark what of the attribution was cut or left out; null when nothing was
     */
    public CallMeter(
            UsageMeter meter,
            boolean metering,
            Endpoint endpoint,
            boolean posted,
            Attribution attribution,
            @Nullable String remark) {
        this.remark = remark;
        this.meter = meter;
        this.metering = metering;
        this.endpoint = endpoint;
        this.mayCost = endpoint.mayCost(posted);
        this.attribution = attribution;
        this.startedAt = meter.now();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** Whether the call can cost something. */
    public boolean mayCost() {
        return mayCost;
    }

    /** What of the attribution was cut or left out; null when nothing was. */
    public @Nullable String remark() {
        return remark;
    }

    /** Whether the call is recorded as open before it leaves, because it can cost something. */
    public boolean opens() {
        return metering && mayCost;
    }

    /** A reader for the body of the answer. */
    public AnswerReader reader(RequestSummary request, int status, @Nullable String contentType) {
        return mayCost || endpoint != Endpoint.OTHER
                ? GroqWire.answer(endpoint, request, status, contentType)
                : GroqWire.unbilled();
    }

    /** A reader for the body of the answer, which may be a part of a file. */
    public AnswerReader reader(RequestSummary request, AnswerType type) {
        Optional<AnswerReader> part = download == null ? Optional.empty() : download.reader(type, meter.now());
        if (part.isEmpty() && endpoint == Endpoint.FILE_CONTENT && type.status() == 206) {
            LOG.info("A part of a file at an unknown position passes; only its complete lines are recorded");
        }
        return part.orElseGet(() -> reader(request, type.status(), type.contentType()));
    }

    /** Why a request that can be read in two ways, or not at all, may not leave; empty when it may. */
    public Optional<Refusal> refusal(RequestSummary request) {
        return (request.ambiguous() || !request.readable()) && opens()
                ? meter.guard()
                        .permit(attribution)
                        .map(refusal -> new Refusal(
                                refusal.reason(),
                                refusal.message() + " The request could be read in two ways; send "
                                        + RequestSummary.ONE_READING + ".",
                                refusal.retryAfter()))
                : Optional.empty();
    }

    /**
     * Requests admission; pass the result to {@link #admitted}. It is mostly there at once, and within two seconds otherwise.
     *
     * @param whole whether the request has been read to its end; if not, {@link #amend} it then
     */
    public CompletableFuture<Admission> open(RequestSummary request, boolean whole) {
        return whole
                ? meter.admit(endpoint, request.model(), attribution, WorstCase.usage(endpoint, request))
                : meter.admitBeginning(endpoint, request.model(), attribution, WorstCase.sofar(endpoint, request));
    }

    /** The call has been admitted, by {@link #open} or {@link #amend}. */
    public void admitted(Admission.Admitted admission) {
        open = admission.call();
        id = open.id();
    }

    /**
     * Requests admission again, when the request of an open call has been read to its end.
     *
     * @throws IllegalStateException when the call is not open
     */
    public CompletableFuture<Admission> amend(RequestSummary request) {
        if (open == null || closed) {
            throw new IllegalStateException("the call is not open");
        }
        return meter.amend(open, request.model(), WorstCase.usage(endpoint, request));
    }

    /** How long to wait until something is on disk: briefly while the store is known to fail. */
    public Duration patience(Duration most) {
        return new StoreWait(meter).limit(most);
    }

    /** The call fetches a file, of which other calls may have fetched other parts. */
    public void fetches(String path, Downloads from) {
        download = new FileDownload(from, new Downloads.File(path, attribution.key()));
    }

    /** Whether the call has been admitted. */
    public boolean isOpen() {
        return open != null;
    }

    /** What is left of the tightest budget that applies to the call, in US dollars; empty when none does. */
    public Optional<BigDecimal> remaining(RequestSummary request) {
        return opens()
                ? meter.guard().remaining(attribution, open == null ? request.model() : open.requestModel())
                : Optional.empty();
    }

    /** The id of the call's record, before and after it is settled. */
    public String id() {
        if (id == null) {
            id = meter.nextId();
        }
        return id;
    }

    /** The answer's body has begun. */
    public void firstByte() {
        if (firstByte.isEmpty()) {
            firstByte = Optional.of(elapsed());
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /**
     * Settles a call by its answer.
     *
     * @return null when there is nothing to wait for
     */
    public @Nullable Settlement settle(RequestSummary request, SeenAnswer seen, Outcome outcome) {
        return settle(request, seen, CallEnd.of(endpoint, request, seen, outcome));
    }

    /**
     * Closes a call whose answer will not be complete: settles it if enough of the answer has been seen, else leaves it unsettled.
     *
     * @return completes when that is on disk
     */
    public CompletableFuture<?> settleEarly(RequestSummary request, SeenAnswer seen, Outcome outcome) {
        if (CallEnd.isKnown(endpoint, request, seen)) {
            return onDisk(settle(request, seen, outcome));
        }
        return unanswered(
                request,
                seen.status(),
                outcome == Outcome.ABORTED
                        ? "the caller hung up before Groq had answered"
                        : "the connection to Groq ended in the middle of its answer");
    }

    /** Settles a call that Groq never worked on; completes when that is on disk. */
    public CompletableFuture<?> settleUnanswered(RequestSummary request, int status, Outcome outcome) {
        SeenAnswer none = new SeenAnswer(status, false, AnswerSummary.silent());
        return onDisk(settle(request, none, new CallEnd(Usage.nothing(), outcome)));
    }

    /**
     * Closes a call that Groq may have worked on without an answer: leaves it unsettled, or settles it as an error if it is not billed.
     * Completes when that is on disk.
     */
    public CompletableFuture<?> unanswered(RequestSummary request, int status, String reason) {
        if (open == null) {
            return settleUnanswered(request, status, Outcome.ERROR);
        }
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        closed = true;
        return meter.leaveUnsettled(open, reason);
    }

    /** The request uploaded a batch's input, and Groq accepted it. */
    public void uploaded(BatchInput input) {
        if (metering) {
            meter.uploaded(attribution, input);
        }
    }

    private @Nullable Settlement settle(RequestSummary request, SeenAnswer seen, CallEnd end) {
        if (closed || !metering) {
            return null;
        }
        closed = true;
        AnswerSummary answer = seen.answer();
        List<BatchLine> lines = download == null ? answer.lines() : download.lines(answer, meter.now());
        new BatchLines(meter, attribution, startedAt).record(lines);
        Call call = new Call(
                endpoint,
                request.model(),
                answer.model(),
                answer.serviceTier() != null ? answer.serviceTier() : request.serviceTier(),
                answer.id(),
                seen.streamed(),
                seen.status(),
                end.outcome(),
                answer.timings().seen(firstByte, elapsed()));
        Settlement settlement = open == null
                ? meter.record(id(), startedAt, call, attribution, end.usage(), startedAt)
                : meter.settle(bounded(open, request, answer, end.usage()), call, end.usage());
        record = settlement.record();
        return settlement;
    }

    /** The open call with the worst case that its whole request and its answer leave, where the usage is not reported. */
    private OpenCall bounded(OpenCall call, RequestSummary request, AnswerSummary answer, Usage usage) {
        return usage.basis() == UsageBasis.MEASURED
                ? call
                : meter.withRequest(call, request.model(), WorstCase.usage(endpoint, request, answer));
    }

    /** The call's record; null while it is not settled. */
    public @Nullable UsageRecord record() {
        return record;
    }

    private static CompletableFuture<?> onDisk(@Nullable Settlement settlement) {
        return settlement == null ? CompletableFuture.completedFuture(null) : settlement.onDisk();
    }
}
