package io.groqmeter.gateway.proxy;

import io.groqmeter.UsageMeter;
import io.groqmeter.groq.Answer;
import io.groqmeter.groq.Ask;
import io.groqmeter.groq.BatchLine;
import io.groqmeter.groq.Estimate;
import io.groqmeter.groq.WorstCase;
import io.groqmeter.store.OpenCall;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of one call: opened once, closed once, by {@link #settle} or {@link #leaveUnsettled}; later attempts change
 * nothing. Used on the call's event loop only.
 */
final class CallBook {

    private static final Duration WHILE_FAILING = Duration.ofMillis(100);

    private final UsageMeter meter;
    private final boolean metering;
    private final Endpoint endpoint;
    private final Attribution attribution;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private @Nullable OpenCall open;
    private @Nullable String id;
    private Optional<Duration> firstByte = Optional.empty();
    private boolean closed;

    CallBook(UsageMeter meter, boolean metering, Endpoint endpoint, Attribution attribution) {
        this.meter = meter;
        this.metering = metering;
        this.endpoint = endpoint;
        this.attribution = attribution;
        this.startedAt = meter.now();
    }

    /** Puts the call down as open, where it can cost something; completes when that is on disk. */
    CompletableFuture<?> open(Ask ask) {
        if (!metering || !endpoint.metered()) {
            return CompletableFuture.completedFuture(null);
        }
        UsageMeter.Admission admission =
                meter.admit(endpoint, ask.model(), attribution, WorstCase.usage(endpoint, ask));
        open = admission.call();
        id = open.id();
        return admission.onDisk();
    }

    /** How long to wait for something to be on disk: hardly at all while it is known that the disk takes nothing. */
    Duration patience(Duration most) {
        return meter.queue().failing() == null ? most : WHILE_FAILING;
    }

    /** The request's body has been read to its end, after it was opened; completes when what it can cost is on disk. */
    CompletableFuture<?> amend(Ask ask) {
        if (open == null || closed) {
            return CompletableFuture.completedFuture(null);
        }
        UsageMeter.Admission amended = meter.amend(open, ask.model(), WorstCase.usage(endpoint, ask));
        open = amended.call();
        return amended.onDisk();
    }

    /** The id of the record that is or will be. */
    String id() {
        if (id == null) {
            id = meter.nextId();
        }
        return id;
    }

    /** The answer's body has begun. */
    void firstByte() {
        if (firstByte.isEmpty()) {
            firstByte = Optional.of(elapsed());
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Settles a call that Groq never worked on; completes when that is on disk. */
    CompletableFuture<?> settleUnanswered(Ask ask, int status, Outcome outcome) {
        UsageMeter.Settlement settlement = settle(ask, Answer.silent(), Usage.nothing(), false, status, outcome);
        return settlement == null ? CompletableFuture.completedFuture(null) : settlement.onDisk();
    }

    /**
     * Writes down a call that Groq may have worked on without an answer: as unsettled, or, where nothing is billed, as an error.
     * Completes when that is on disk.
     */
    CompletableFuture<?> unanswered(Ask ask, int status, String reason) {
        return open == null ? settleUnanswered(ask, status, Outcome.ERROR) : leaveUnsettled(reason);
    }

    /**
     * Settles a call by what its answer said, or by an estimate where the answer ended early and did not say.
     *
     * @return null when there is nothing to wait for
     */
    UsageMeter.@Nullable Settlement settle(Ask ask, Answer answer, boolean streamed, int status, Outcome outcome) {
        Usage usage = answer.usage();
        boolean early = outcome == Outcome.ABORTED || outcome == Outcome.CUT;
        if (early && status >= 200 && status < 300) {
            usage = told(ask, answer);
        }
        boolean refused = status >= 400 || answer.brokenOff();
        return settle(
                ask,
                answer,
                usage,
                streamed,
                status,
                refused && outcome == Outcome.COMPLETED ? Outcome.ERROR : outcome);
    }

    /** Whether an answer that ended early leaves nothing to settle by, although Groq works, and bills, once it answers with a 2xx. */
    boolean endedBeforeItSaidAnything(Ask ask, Answer answer, int status) {
        return status >= 200 && status < 300 && told(ask, answer).basis() == UsageBasis.UNKNOWN;
    }

    private Usage told(Ask ask, Answer answer) {
        return answer.usage().basis() == UsageBasis.UNKNOWN ? Estimate.of(endpoint, ask, answer) : answer.usage();
    }

    private UsageMeter.@Nullable Settlement settle(
            Ask ask, Answer answer, Usage usage, boolean streamed, int status, Outcome outcome) {
        if (closed || !metering) {
            return null;
        }
        closed = true;
        for (BatchLine line : answer.lines()) {
            settleLine(line);
        }
        String tier = answer.serviceTier() != null ? answer.serviceTier() : ask.serviceTier();
        Timings timings = answer.timings().seen(firstByte, elapsed());
        Call call =
                new Call(endpoint, ask.model(), answer.model(), tier, answer.id(), streamed, status, outcome, timings);
        return open == null
                ? meter.record(id(), startedAt, call, attribution, usage, startedAt)
                : meter.settle(open, call, usage);
    }

    /** A line of a batch is recorded when it is first seen, at the price of the day it ran. */
    private void settleLine(BatchLine line) {
        Answer answer = line.answer();
        boolean answered = line.status() >= 200 && line.status() < 300;
        Call call = new Call(
                Endpoint.BATCH_LINE,
                answer.model(),
                answer.model(),
                "batch",
                answer.id(),
                false,
                line.status(),
                answered ? Outcome.COMPLETED : Outcome.ERROR,
                answer.timings());
        Usage usage = answered ? answer.usage() : Usage.nothing();
        meter.record(
                "batch-" + line.requestId(),
                startedAt,
                call,
                attribution,
                usage,
                answer.created().orElse(startedAt));
    }

    /** Leaves the call unsettled: it may have reached Groq, and nothing tells what it cost. Completes when that is on disk. */
    CompletableFuture<?> leaveUnsettled(String reason) {
        if (open == null || closed) {
            return CompletableFuture.completedFuture(null);
        }
        closed = true;
        return meter.leaveUnsettled(open, reason);
    }
}
