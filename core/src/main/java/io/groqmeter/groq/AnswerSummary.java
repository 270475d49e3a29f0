package io.groqmeter.groq;

import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The summary of an answer, without its content.
 *
 * @param model the model that answered; null when unknown
 * @param id Groq's id of the answer ({@code chatcmpl-…}, else {@code x_groq.id}); null when unknown
 * @param serviceTier the tier that served it; null when unknown
 * @param usage its usage; {@link Usage#unknown()} when not reported, estimated when reported in part
 * @param timings Groq's own times
 * @param brokenOff whether it reports that the call failed, by an error or a status such as {@code failed}
 * @param outputChunks the pieces of generated output in a stream; about one token each
 * @param outputBytes the bytes of generated text
 * @param created when it ran, as reported
 * @param totalTokens input and output together, as reported
 * @param lines the answers in a batch's output file
 */
public record AnswerSummary(
        @Nullable String model,
        @Nullable String id,
        @Nullable String serviceTier,
        Usage usage,
        Timings timings,
        boolean brokenOff,
        long outputChunks,
        long outputBytes,
        Optional<Instant> created,
        OptionalLong totalTokens,
        List<BatchLine> lines) {

    public AnswerSummary {
        lines = List.copyOf(lines);
    }

    /** An answer that reports nothing. */
    public static AnswerSummary silent() {
        return new AnswerSummary(
                null,
                null,
                null,
                Usage.unknown(),
                Timings.unknown(),
                false,
                0,
                0,
                Optional.empty(),
                OptionalLong.empty(),
                List.of());
    }

    /** This answer with that usage instead. */
    AnswerSummary with(Usage usage) {
        return with(usage, lines);
    }

    /** This answer with those lines instead. */
    AnswerSummary with(List<BatchLine> lines) {
        return with(usage, lines);
    }

    private AnswerSummary with(Usage usage, List<BatchLine> lines) {
        return new AnswerSummary(
                model,
                id,
                serviceTier,
                usage,
                timings,
                brokenOff,
                outputChunks,
                outputBytes,
                created,
                totalTokens,
                lines);
    }
}
