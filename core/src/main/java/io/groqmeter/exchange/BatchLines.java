package io.groqmeter.exchange;

import io.groqmeter.UsageMeter;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.BatchLine;
import io.groqmeter.groq.Estimate;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.groq.WorstCase;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records the lines of a batch's output: each once, when it is first seen, at the price of the day it ran.
 *
 * <p>Answers about audio name no model, and most tell no length. The model is the one that the batch's input named; the length, that
 * of another line about the same recording, as an estimate. What neither tells is unknown.
 *
 * @param seenAt when the file was asked for
 */
record BatchLines(UsageMeter meter, Attribution attribution, Instant seenAt) {

    /** A line, and what it had asked for where its answer does not say. */
    private record Line(BatchLine told, Optional<BatchInputs.Asked> asked) {

        @Nullable
        String model() {
            String answering = told.answer().model();
            return answering != null
                    ? answering
                    : asked.map(BatchInputs.Asked::model).orElse(null);
        }

        /** The recording it is about; 0 when that is not known. */
        long audio() {
            return asked.map(BatchInputs.Asked::audio).orElse(0L);
        }
    }

    void record(List<BatchLine> lines) {
        List<Line> known =
                lines.stream().map(line -> new Line(line, asked(line))).toList();
        Map<Long, Duration> lengths = new HashMap<>();
        for (Line line : known) {
            line.told
                    .answer()
                    .usage()
                    .audio()
                    .ifPresent(length -> lengths.merge(line.audio(), length, BatchLines::longer));
        }
        lengths.remove(0L);
        known.forEach(line -> record(line, usage(line, lengths)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Optional<BatchInputs.Asked> asked(BatchLine line) {
        return line.customId() == null || line.answer().model() != null
                ? Optional.empty()
                : meter.asked(attribution, line.customId());
    }

    private static Usage usage(Line line, Map<Long, Duration> lengths) {
        if (!Call.answered(line.told.status())) {
            return Usage.nothing();
        }
        Usage told = used(line.told.answer());
        Duration length = lengths.get(line.audio());
        return told.basis() == UsageBasis.UNKNOWN && length != null
                ? Usage.builder(UsageBasis.ESTIMATED).audio(length).build()
                : told;
    }

    private void record(Line line, Usage usage) {
        AnswerSummary answer = line.told.answer();
        boolean answered = Call.answered(line.told.status());
        Call call = new Call(
                Endpoint.BATCH_LINE,
                line.model(),
                answer.model(),
                "batch",
                answer.id(),
                false,
                line.told.status(),
                answered && !answer.brokenOff() ? Outcome.COMPLETED : Outcome.ERROR,
                answer.timings());
        meter.record(
                "batch-" + line.told.requestId(),
                seenAt,
                call,
                attribution,
                usage,
                most(answer, usage),
                answer.created().orElse(seenAt));
    }

    /** Audio that was heard in another line is as long in this one. */
    private static Optional<Usage> most(AnswerSummary answer, Usage usage) {
        return usage.audio().isPresent() ? Optional.of(usage) : WorstCase.ofLine(answer);
    }

    /** The line's request is not seen here, so of what its answer does not tell only the output is estimated. */
    private static Usage used(AnswerSummary answer) {
        return answer.usage().basis() == UsageBasis.MEASURED
                ? answer.usage()
                : Estimate.of(Endpoint.BATCH_LINE, RequestSummary.nothing(), answer);
    }
}
