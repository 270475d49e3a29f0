package io.groqmeter.exchange;

import io.groqmeter.Admission;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Refusal;
import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.BatchLine;
import io.groqmeter.groq.Estimate;
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
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down of one call: opened once, closed once, by settling or by leaving it unsettled; later attempts change
 * nothing. Not thread-safe: a call's own thread or event loop uses it.
 */
public final class CallMeter {

    private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);
    private static final Duration WHILE_FAILING = Duration.ofMillis(100);

    private final UsageMeter meter;
    private final boolean metering;
    private final Endpoint endpoint;
    private final boolean mayCost;
    private final Attribution attribution;
    private final @Nullable String remark;
    private @Nullable Downloads downloads;
    private Downloads.@Nullable File file;
    private @Nullable Download download;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private @Nullable OpenCall open;
    private @Nullable String id;
    private Optional<Duration> firstByte = Optional.empty();
    private @Nullable UsageRecord record;
    private boolean closed;

    /** A book of a call of which all that it said of itself is kept. */
    public CallMeter(UsageMeter meter, boolean metering, Endpoint endpoint, boolean posted, Attribution attribution) {
        this(meter, metering, endpoint, posted, attribution, null);
    }

    /**
     * @param metering whether calls are put down at all
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

    /** Where the call goes. */
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

    /** Whether the call is put down as open, because it can cost something. */
    public boolean opens() {
        return metering && mayCost;
    }

    /** A reader for the body of its answer, as {@link GroqWire#answer} finds it. */
    public AnswerReader reader(RequestSummary ask, int status, @Nullable String contentType) {
        return mayCost || endpoint != Endpoint.OTHER
                ? GroqWire.answer(endpoint, ask, status, contentType)
                : GroqWire.unbilled();
    }

    /** Why a request may not leave of which it depends on Groq's reader what it asks for; empty when it may, or when it is clear. */
    public Optional<Refusal> refusal(RequestSummary ask) {
        return (ask.ambiguous() || !ask.readable()) && opens()
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
     * Asks whether the call may leave; tell {@link #admitted} what comes of it. Takes at most two seconds, mostly none.
     *
     * @param whole whether the request has been read to its end; if not, {@link #amend} it then
     */
    public CompletableFuture<Admission> open(RequestSummary ask, boolean whole) {
        return whole
                ? meter.admit(endpoint, ask.model(), attribution, WorstCase.usage(endpoint, ask))
                : meter.admitBeginning(endpoint, ask.model(), attribution, WorstCase.sofar(endpoint, ask));
    }

    /** The call has been admitted, by {@link #open} or {@link #amend}. */
    public void admitted(Admission.Admitted admission) {
        open = admission.call();
        id = open.id();
    }

    /** How long to wait for something to be on disk: hardly at all while it is known that the disk takes nothing. */
    public Duration patience(Duration most) {
        return meter.queue().failing() == null ? most : WHILE_FAILING;
    }

    /** Waits until something is on disk, within {@link #patience}; goes on when it is not, and says so in the log. */
    public void await(CompletableFuture<?> onDisk, Duration most) {
        Duration time = patience(most);
        try {
            onDisk.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.error("The store has not taken a call for {} ms; the call goes on, its record waits", time.toMillis());
        } catch (ExecutionException e) {
            LOG.error("The store refused a call; the call goes on", e.getCause());
        }
    }

    /**
     * The request has been read to its end, after the call was opened: asks whether it may still leave.
     *
     * @throws IllegalStateException when the call is not open
     */
    public CompletableFuture<Admission> amend(RequestSummary ask) {
        if (open == null || closed) {
            throw new IllegalStateException("the call is not open");
        }
        return meter.amend(open, ask.model(), WorstCase.usage(endpoint, ask));
    }

    /** The call fetches that file, of which other calls may have fetched other parts. */
    public void fetches(String path, Downloads from) {
        file = new Downloads.File(path, attribution.key());
        downloads = from;
    }

    /** A reader for the answer's body. */
    public AnswerReader reader(RequestSummary ask, AnswerType type) {
        Optional<ContentRange> range = file == null ? Optional.empty() : type.range();
        if (file == null || downloads == null || range.isEmpty()) {
            if (endpoint == Endpoint.FILE_CONTENT && type.status() == 206) {
                LOG.info(
                        "A part of a file passes that cannot be placed; of its lines, those are booked that are whole");
            }
            return reader(ask, type.status(), type.contentType());
        }
        download = downloads.begin(file, range.get(), meter.now());
        return download;
    }

    private List<BatchLine> lines(AnswerSummary answer) {
        return file == null || download == null || downloads == null
                ? answer.lines()
                : downloads.end(file, download, meter.now());
    }

    /** Whether the call has been admitted. */
    public boolean isOpen() {
        return open != null;
    }

    /**
     * What is left of the tightest budget that is about this call, in US dollars; empty when none is.
     *
     * @param ask what is known of it, whether it was admitted or not
     */
    public Optional<BigDecimal> remaining(RequestSummary ask) {
        return opens()
                ? meter.guard().remaining(attribution, open == null ? ask.model() : open.requestModel())
                : Optional.empty();
    }

    /** The id of the record that is or will be. */
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
     * Settles a call by what its answer said, completed by an estimate where it did not say all of it. An answer from a path nobody
     * knows that says nothing of usage used nothing.
     *
     * @return null when there is nothing to wait for
     */
    public UsageMeter.@Nullable Settlement settle(RequestSummary ask, SeenAnswer seen, Outcome outcome) {
        AnswerSummary answer = seen.answer();
        int status = seen.status();
        Usage told = Call.answered(status) ? told(ask, answer) : answer.usage();
        boolean unbilled = endpoint == Endpoint.OTHER && told.basis() == UsageBasis.UNKNOWN;
        Usage usage = unbilled ? Usage.nothing() : told;
        boolean early = outcome == Outcome.ABORTED || outcome == Outcome.CUT;
        boolean refused = status >= 400 ? outcome != Outcome.ABORTED : answer.brokenOff() && !early;
        return settle(ask, answer, usage, seen.streamed(), status, refused ? Outcome.ERROR : outcome);
    }

    /**
     * Writes down what is known of an answer that will not come to its end. What it told before counts; of an answer that had told
     * nothing yet, only a stream is enough to estimate from, once a piece of its output has passed. Else the call is unsettled,
     * for Groq works, and bills, once it answers with a 2xx.
     *
     * @return completes when it is on disk
     */
    public CompletableFuture<?> settleEarly(RequestSummary ask, SeenAnswer seen, Outcome outcome) {
        int status = seen.status();
        UsageBasis told = told(ask, seen.answer()).basis();
        boolean known = told == UsageBasis.MEASURED || (seen.streamed() && told == UsageBasis.ESTIMATED);
        if (known || !Call.answered(status)) {
            return onDisk(settle(ask, seen, outcome));
        }
        return unanswered(
                ask,
                status,
                outcome == Outcome.ABORTED
                        ? "the caller hung up before Groq had answered"
                        : "the connection to Groq ended in the middle of its answer");
    }

    private Usage told(RequestSummary ask, AnswerSummary answer) {
        return answer.usage().basis() == UsageBasis.MEASURED ? answer.usage() : Estimate.of(endpoint, ask, answer);
    }

    /** Settles a call that Groq never worked on; completes when that is on disk. */
    public CompletableFuture<?> settleUnanswered(RequestSummary ask, int status, Outcome outcome) {
        return onDisk(settle(ask, AnswerSummary.silent(), Usage.nothing(), false, status, outcome));
    }

    /**
     * Writes down a call that Groq may have worked on without an answer: as unsettled, or, where nothing is billed, as an error.
     * Completes when that is on disk.
     */
    public CompletableFuture<?> unanswered(RequestSummary ask, int status, String reason) {
        if (open == null) {
            return settleUnanswered(ask, status, Outcome.ERROR);
        }
        if (closed) {
            return CompletableFuture.completedFuture(null);
        }
        closed = true;
        return meter.leaveUnsettled(open, reason);
    }

    /** The request uploaded a batch's input, and Groq took it. */
    public void uploaded(BatchInput input) {
        if (metering) {
            meter.uploaded(attribution, input);
        }
    }

    private UsageMeter.@Nullable Settlement settle(
            RequestSummary ask, AnswerSummary answer, Usage usage, boolean streamed, int status, Outcome outcome) {
        if (closed || !metering) {
            return null;
        }
        closed = true;
        new BatchLines(meter, attribution, startedAt).record(lines(answer));
        String tier = answer.serviceTier() != null ? answer.serviceTier() : ask.serviceTier();
        Timings timings = answer.timings().seen(firstByte, elapsed());
        Call call =
                new Call(endpoint, ask.model(), answer.model(), tier, answer.id(), streamed, status, outcome, timings);
        UsageMeter.Settlement settlement = open == null
                ? meter.record(id(), startedAt, call, attribution, usage, startedAt)
                : meter.settle(known(open, ask, answer, usage), call, usage);
        record = settlement.record();
        return settlement;
    }

    /** What Groq did not tell is bounded by what it did, and by the whole request, also where it was read while it was sent. */
    private OpenCall known(OpenCall open, RequestSummary ask, AnswerSummary answer, Usage usage) {
        return usage.basis() == UsageBasis.MEASURED
                ? open
                : meter.told(open, ask.model(), WorstCase.usage(endpoint, ask, answer));
    }

    /** The call's record; null while it is not settled. */
    public @Nullable UsageRecord record() {
        return record;
    }

    private static CompletableFuture<?> onDisk(UsageMeter.@Nullable Settlement settlement) {
        return settlement == null ? CompletableFuture.completedFuture(null) : settlement.onDisk();
    }
}
