package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.groq.json.JsonVisitor;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what an answer says of itself, from one JSON text or from the events of a stream. */
final class AnswerNotes implements JsonVisitor<AnswerPlace> {

    /** More than any Compound call ever asked; what a hostile answer lists beyond is left out. */
    private static final int MOST_PARTS = 100;

    /** A call of the caller's own tool comes whole, at about four bytes a token. */
    private static final int TOOL_CALL_BYTES_A_CHUNK = 4;

    /** The year 2100: a later {@code created} is none. */
    private static final long LATEST_SECOND = 4_102_444_800L;

    private final boolean streamed;
    private final TokenCounts reading = new TokenCounts();
    private final TokenCounts whole = new TokenCounts();
    private final TokenCounts part = new TokenCounts();
    private final List<ModelUsage> parts = new ArrayList<>();
    private final ExecutedTools tools;

    private @Nullable String id;
    private @Nullable String requestId;
    private @Nullable String model;
    private @Nullable String serviceTier;
    private @Nullable String partModel;
    private Optional<Instant> created = Optional.empty();
    private Optional<Duration> queueTime = Optional.empty();
    private Optional<Duration> promptTime = Optional.empty();
    private Optional<Duration> completionTime = Optional.empty();
    private Optional<Duration> duration = Optional.empty();
    private Optional<Duration> seconds = Optional.empty();
    private boolean transcript;
    private boolean inPart;
    private boolean brokenOff;
    private boolean lastEvent;
    private boolean over;
    private long outputChunks;
    private long outputBytes;

    AnswerNotes(boolean streamed) {
        this.streamed = streamed;
        this.tools = new ExecutedTools(streamed);
    }

    @Override
    public void begin(AnswerPlace place) {
        switch (place) {
            case USAGE -> reading.clear();
            case BREAKDOWN -> parts.clear();
            case PART -> {
                inPart = true;
                partModel = null;
                part.clear();
            }
            case OUTPUT -> tools.clear();
            case EXECUTED_TOOL -> tools.begin();
            case ERROR -> breakOff();
            default -> {}
        }
    }

    @Override
    public void end(AnswerPlace place) {
        switch (place) {
            case USAGE -> {
                if (reading.told()) {
                    whole.replaceBy(reading);
                }
            }
            case PART -> endPart();
            case EXECUTED_TOOL -> tools.end();
            case BODY -> over |= brokenOff || lastEvent;
            default -> {}
        }
    }

    private void endPart() {
        inPart = false;
        if (partModel != null && part.told() && parts.size() < MOST_PARTS) {
            parts.add(part.of(partModel));
        }
    }

    @Override
    public void value(AnswerPlace place, JsonValue value) {
        switch (place) {
            case TEXT -> addText(value);
            case TOOL_CALL -> addToolCall(value);
            case ID -> id = id == null ? value.text() : id;
            case REQUEST_ID -> requestId = requestId == null ? value.text() : requestId;
            case MODEL -> model = value.isString() ? value.text(model) : model;
            case CREATED -> created = created.isEmpty() ? instant(value) : created;
            case SERVICE_TIER -> serviceTier = value.isString() ? value.text(serviceTier) : serviceTier;
            case PART_MODEL -> partModel = value.text();
            case ERROR -> {
                if (!value.isNull()) {
                    breakOff();
                }
            }
            case EVENT_TYPE -> noteEvent(value);
            case TRANSCRIPT -> transcript |= value.isString();
            case DURATION -> duration = Seconds.some(value).or(() -> duration);
            case SECONDS -> seconds = Seconds.some(value).or(() -> seconds);
            case EXECUTED_INDEX, EXECUTED_TYPE, EXECUTED_NAME, OUTPUT_TYPE, OUTPUT_ACTION -> tools.note(place, value);
            default -> noteUsage(place, value);
        }
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
        boolean failed = type.says("response.failed") || type.says("error");
        brokenOff |= failed;
        transcript |= type.says("transcript.text.done");
        lastEvent |= failed || type.says("response.completed") || type.says("response.incomplete");
    }

    private void noteUsage(AnswerPlace place, JsonValue value) {
        if (inPart) {
            part.note(place, value);
            return;
        }
        switch (place) {
            case QUEUE_TIME -> queueTime = Seconds.of(value);
            case PROMPT_TIME -> promptTime = Seconds.of(value);
            case COMPLETION_TIME -> completionTime = Seconds.of(value);
            default -> reading.note(place, value);
        }
    }

    /** An error ended the stream. */
    void breakOff() {
        brokenOff = true;
    }

    /** The event that was read is complete. */
    void endEvent() {
        over |= brokenOff || lastEvent;
    }

    /** Whether the stream said that nothing follows. */
    boolean over() {
        return over;
    }

    @Nullable
    String serviceTier() {
        return serviceTier;
    }

    /**
     * The tokens and tools, or of a transcript the seconds of audio; unknown when the answer did not tell them. Of seconds told twice
     * those in {@code usage} count, which is what is billed.
     */
    Usage usage() {
        if (transcript) {
            return AudioAnswer.of(seconds.or(() -> duration));
        }
        if (!whole.told()) {
            return Usage.unknown();
        }
        UsageBuilder usage = Usage.builder(UsageBasis.MEASURED).tools(tools.uses());
        whole.writeTo(usage);
        if (parts.isEmpty()) {
            return usage.build();
        }
        // A Compound stream repeats the total for every model, which tells who answered but not who used what.
        return (whole.isSumOf(parts) ? usage.splitOver(parts) : usage.answeredByOneOf(parts)).build();
    }

    /** What was said so far, with that usage and tier. */
    Answer answer(Usage usage, @Nullable String tier, long unfinishedBytes) {
        Timings timings = new Timings(queueTime, promptTime, completionTime, Optional.empty(), Optional.empty());
        return new Answer(
                model,
                id != null ? id : requestId,
                tier,
                usage,
                timings,
                brokenOff,
                outputChunks,
                outputBytes + unfinishedBytes,
                created,
                List.of());
    }
}
