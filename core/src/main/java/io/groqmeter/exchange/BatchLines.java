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
 * Records the lines of a batch's output: each once, when first seen, at the price of the day it ran.
 *
 * <p>Answers about audio name no model, and most have no length. The model is taken from the batch's input, and the length, as an
 * estimate, from another line about the same audio. Otherwise they are unknown.
 *
 * @param seenAt when the file was requested
 */
record BatchLines(UsageMeter meter, Attribution attribution, Instant seenAt) {

    /** A line, with what it requested where its answer does not name it. */
    private record Line(BatchLine output, Optional<BatchInputs.Asked> input) {

        @Nullable
        String model() {
            String answering = output.answer().model();
            return answering != null
                    ? answering
                    : input.map(BatchInputs.Asked::model).orElse(null);
        }

        /** The hash of the URL of its audio; 0 when unknown. */
        long audio() {
            return input.map(BatchInputs.Asked::audio).orElse(0L);
        }
    }

    void record(List<BatchLine> lines) {
        List<Line> known =
                lines.stream().map(line -> new Line(line, input(line))).toList();
        Map<Long, Duration> lengths = new HashMap<>();
        for (Line line : known) {
            line.output
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

    private Optional<BatchInputs.Asked> input(BatchLine line) {
        return line.customId() == null || line.answer().model() != null
                ? Optional.empty()
                : meter.asked(attribution, line.customId());
    }

    private static Usage usage(Line line, Map<Long, Duration> lengths) {
        if (!Call.answered(line.output.status())) {
            return Usage.nothing();
        }
        Usage used = used(line.output.answer());
        Duration length = lengths.get(line.audio());
        return used.basis() == UsageBasis.UNKNOWN && length != null
                ? Usage.builder(UsageBasis.ESTIMATED).audio(length).build()
                : used;
    }

    private void record(Line line, Usage usage) {
        AnswerSummary answer = line.output.answer();
        boolean answered = Call.answered(line.output.status());
        Call call = new Call(
                Endpoint.BATCH_LINE,
                line.model(),
                answer.model(),
                "batch",
                answer.id(),
                false,
                line.output.status(),
                answered && !answer.brokenOff() ? Outcome.COMPLETED : Outcome.ERROR,
                answer.timings());
        meter.record(
                "batch-" + line.output.requestId(),
                seenAt,
                call,
                attribution,
                usage,
                most(answer, usage),
                answer.created().orElse(seenAt));
    }

    /** Audio whose length another line reports is as long here. */
    private static Optional<Usage> most(AnswerSummary answer, Usage usage) {
        return usage.audio().isPresent() ? Optional.of(usage) : WorstCase.ofLine(answer);
    }

    /** The line's request is not seen here, so that only missing output can be estimated. */
    private static Usage used(AnswerSummary answer) {
        return answer.usage().basis() == UsageBasis.MEASURED
                ? answer.usage()
                : Estimate.of(Endpoint.BATCH_LINE, RequestSummary.nothing(), answer);
    }
}
