package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the summary of an answer from one JSON text or from the events of a stream. */
final class AnswerNotes implements JsonVisitor<AnswerPlace> {

    /** Bytes per token of a call of the caller's own tool, which arrives in one piece. */
    private static final int TOOL_CALL_BYTES_A_CHUNK = 4;

    /** The year 2100: a later {@code created} is none. */
    private static final long LATEST_SECOND = 4_102_444_800L;

    private final boolean streamed;
    private final TokenCounts reading = new TokenCounts();
    private final TokenCounts whole = new TokenCounts();
    private final Breakdown breakdown;
    private @Nullable ExecutedTools tools;

    private @Nullable String id;
    private @Nullable String requestId;
    private @Nullable String model;
    private @Nullable String serviceTier;
    private Optional<Instant> created = Optional.empty();
    private Optional<Duration> queueTime = Optional.empty();
    private Optional<Duration> promptTime = Optional.empty();
    private Optional<Duration> completionTime = Optional.empty();
    private Optional<Duration> duration = Optional.empty();
    private Optional<Duration> seconds = Optional.empty();
    private boolean transcript;
    private boolean brokenOff;
    private boolean lastEvent;
    private boolean over;
    private long outputChunks;
    private long outputBytes;

    AnswerNotes(boolean streamed) {
        this.streamed = streamed;
        this.breakdown = new Breakdown(streamed);
    }

    @Override
    public void begin(AnswerPlace place) {
        switch (place) {
            case USAGE -> reading.clear();
            case BREAKDOWN -> breakdown.begin();
            case PART -> breakdown.beginPart();
            case OUTPUT, EXECUTED_TOOLS -> tools().beginList();
            case EXECUTED_TOOL -> tools().begin();
            case BODY -> breakdown.leave();
            default -> {}
        }
    }

    @Override
    public void end(AnswerPlace place) {
        switch (place) {
            case USAGE -> whole.merge(reading);
            case BREAKDOWN -> breakdown.end();
            case PART -> breakdown.endPart();
            case EXECUTED_TOOL -> tools().end();
            case BODY -> over |= brokenOff || lastEvent;
            default -> {}
        }
    }

    @Override
    public void value(AnswerPlace place, JsonValue value) {
        switch (place) {
            case TEXT -> addText(value);
            case TOOL_CALL -> addToolCall(value);
            case ID -> id = id == null ? value.textOr(null) : id;
            case REQUEST_ID -> requestId = requestId == null ? value.textOr(null) : requestId;
            case MODEL -> model = value.textOr(model);
            case CREATED -> created = created.isEmpty() ? instant(value) : created;
            case SERVICE_TIER -> serviceTier = value.textOr(serviceTier);
            case ERROR -> brokenOff |= value.saysSomething();
            case STATUS -> noteStatus(value);
            case EVENT_TYPE -> noteEvent(value);
            case TRANSCRIPT -> transcript |= value.isString();
            case DURATION -> duration = Seconds.some(value).or(() -> duration);
            case SECONDS -> seconds = Seconds.some(value).or(() -> seconds);
            case EXECUTED_INDEX,
                    EXECUTED_TYPE,
                    EXECUTED_NAME,
                    EXECUTED_SERVER,
                    EXECUTED_ARGUMENTS,
                    EXECUTED_RESULT,
                    OUTPUT_TYPE,
                    OUTPUT_ACTION -> tools().note(place, value);
            default -> noteUsage(place, value);
        }
    }

    private ExecutedTools tools() {
        if (tools == null) {
            tools = new ExecutedTools(streamed);
        }
        return tools;
    }

    private void addText(JsonValue value) {
        if (value.isString() && value.utf8Bytes() > 0) {
            outputChunks += streamed ? 1 : 0;
            outputBytes += value.utf8Bytes();
        }
    }

    private void addToolCall(JsonValue value) {
        if (value.isString()) {
            long chunks = (value.utf8Bytes() + TOOL_CALL_BYTES_A_CHUNK - 1) / TOOL_CALL_BYTES_A_CHUNK;
            outputChunks += streamed ? chunks : 0;
            outputBytes += value.utf8Bytes();
        }
    }

    private static Optional<Instant> instant(JsonValue value) {
        long second = value.count().orElse(0);
        return second > 0 && second < LATEST_SECOND ? Optional.of(Instant.ofEpochSecond(second)) : Optional.empty();
    }

    private void noteEvent(JsonValue type) {
        boolean failed = type.says("response.failed") || type.says("response.cancelled") || type.says("error");
        brokenOff |= failed;
        transcript |= type.says("transcript.text.done");
        lastEvent |= failed || type.says("response.completed") || type.says("response.incomplete");
    }

    /** An incomplete answer is none that failed: it is billed as one that reached its limit, as in a stream. */
    private void noteStatus(JsonValue status) {
        brokenOff |= status.says("failed") || status.says("cancelled");
    }

    private void noteUsage(AnswerPlace place, JsonValue value) {
        if (breakdown.inPart()) {
            breakdown.note(place, value);
            return;
        }
        switch (place) {
            case QUEUE_TIME -> queueTime = Seconds.of(value).or(() -> queueTime);
            case PROMPT_TIME -> promptTime = Seconds.of(value).or(() -> promptTime);
            case COMPLETION_TIME -> completionTime = Seconds.of(value).or(() -> completionTime);
            default -> reading.note(place, value);
        }
    }

    /** An error ended the answer. */
    void breakOff() {
        brokenOff = true;
    }

    /** The event that was read is complete. */
    void endEvent() {
        over |= brokenOff || lastEvent;
    }

    /** Whether the stream has announced its end. */
    boolean over() {
        return over;
    }

    @Nullable
    String serviceTier() {
        return serviceTier;
    }

    /** Whether an error ended the answer. */
    boolean brokenOff() {
        return brokenOff;
    }

    /** As {@link #usage(boolean)}, of an answer that has output. */
    Usage usage() {
        return usage(true);
    }

    /**
     * The tokens and tools, or of a transcript the seconds of audio; {@link UsageBasis#ESTIMATED} where only part of it was told, which
     * is still to be {@linkplain Estimate completed}; unknown when nothing was. Of seconds told twice those in {@code usage} count,
     * which is what is billed.
     *
     * @param generated whether there is output beside the input
     */
    Usage usage(boolean generated) {
        if (transcript) {
            return Seconds.usage(seconds.or(() -> duration));
        }
        TokenCounts counts = generated ? counts() : whole.ofInput();
        List<ToolUse> ran = tools == null ? List.of() : tools.uses();
        if (!counts.reported() && ran.isEmpty()) {
            return Usage.unknown();
        }
        boolean complete = counts.complete() || (!generated && counts.inputTold());
        UsageBuilder usage = Usage.builder(complete ? UsageBasis.MEASURED : UsageBasis.ESTIMATED)
                .tools(ran);
        counts.writeTo(usage);
        breakdown.writeTo(usage, counts);
        return usage.build();
    }

    /** The counts of both sides, from themselves, the parts or the total. */
    private TokenCounts counts() {
        TokenCounts both = new TokenCounts();
        both.merge(whole);
        breakdown.fill(both);
        return both.reconciled(outputBytes > 0);
    }

    /** The summary so far, with that usage and tier. */
    AnswerSummary answer(Usage usage, @Nullable String tier, long unfinishedBytes) {
        Timings timings = new Timings(queueTime, promptTime, completionTime, Optional.empty(), Optional.empty());
        return new AnswerSummary(
                model,
                id != null ? id : requestId,
                tier,
                usage,
                timings,
                brokenOff,
                outputChunks,
                outputBytes + unfinishedBytes,
                created,
                whole.total(),
                List.of());
    }
}
