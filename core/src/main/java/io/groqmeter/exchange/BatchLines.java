package io.groqmeter.exchange;

import io.groqmeter.UsageMeter;
import io.groqmeter.groq.Answer;
import io.groqmeter.groq.Ask;
import io.groqmeter.groq.BatchLine;
import io.groqmeter.groq.Estimate;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Instant;
import java.util.List;

/**
 * Records the lines of a batch's output: each once, when it is first seen, at the price of the day it ran.
 *
 * @param seenAt when the file was asked for
 */
record BatchLines(UsageMeter meter, Attribution attribution, Instant seenAt) {

    void record(List<BatchLine> lines) {
        lines.forEach(this::record);
    }

    private void record(BatchLine line) {
        Answer answer = line.answer();
        boolean answered = Call.answered(line.status());
        Call call = new Call(
                Endpoint.BATCH_LINE,
                answer.model(),
                answer.model(),
                "batch",
                answer.id(),
                false,
                line.status(),
                answered && !answer.brokenOff() ? Outcome.COMPLETED : Outcome.ERROR,
                answer.timings());
        meter.record(
                "batch-" + line.requestId(),
                seenAt,
                call,
                attribution,
                answered ? used(answer) : Usage.nothing(),
                answer.created().orElse(seenAt));
    }

    /** The line's request is not seen here, so of what its answer does not tell only the output is estimated. */
    private static Usage used(Answer answer) {
        return answer.usage().basis() == UsageBasis.MEASURED
                ? answer.usage()
                : Estimate.of(Endpoint.BATCH_LINE, Ask.nothing(), answer);
    }
}
