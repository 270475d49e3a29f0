package io.groqmeter.groq;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelLimits;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The estimated usage of a call whose answer did not report all of it. Reported counts stay as they are; the
 * rest is estimated.
 *
 * <p>Output is what was seen pass: a piece of a stream is about one token (in recorded streams they differ by a few per cent), and
 * never more than its bytes, the caller's own limit, the model's longest answer or its context window. Input is taken at four
 * bytes of the body a token, which is usual for English, and an image at Groq's documented size, whatever its bytes; together never
 * more than the model's context window. Inline audio and files add nothing, for no model on Groq is known to take them.
 */
public final class Estimate {

    private static final long BYTES_A_TOKEN = 4;

    /** Groq's documented size of an image. */
    private static final long IMAGE_TOKENS = 2_048;

    private Estimate() {}

    /**
     * The likely usage of a call whose answer did not report all of it.
     *
     * @param request the whole request
     * @param answer what was read of the answer
     * @return an {@link UsageBasis#ESTIMATED} usage; {@link Usage#unknown()} when nothing was reported and nothing was generated, Groq broke
     *     off with an error, of which it is not known what is billed, or the request's body is not understood
     */
    public static Usage of(Endpoint endpoint, RequestSummary request, AnswerSummary answer) {
        if (reportedInPart(answer)) {
            return completed(request, answer);
        }
        if (answer.brokenOff()) {
            return Usage.unknown();
        }
        return switch (endpoint) {
            case CHAT, RESPONSES, BATCH_LINE ->
                answer.outputBytes() == 0 || !request.readable() ? Usage.unknown() : completed(request, answer);
            case SPEECH -> spoken(request.characters());
            case TRANSCRIPTIONS, TRANSLATIONS -> heard(request.audio());
            default -> Usage.unknown();
        };
    }

    private static boolean reportedInPart(AnswerSummary answer) {
        Usage reported = answer.usage();
        return reported.inputTokens().isPresent()
                || reported.outputTokens().isPresent()
                || answer.totalTokens().orElse(0) > 0;
    }

    /** The reported counts, with an estimate for a missing side; within the total where only that is reported. */
    private static Usage completed(RequestSummary request, AnswerSummary answer) {
        Usage reported = answer.usage();
        OptionalLong input = reported.inputTokens().isPresent() ? reported.inputTokens() : input(request);
        OptionalLong output = reported.outputTokens().isPresent() ? reported.outputTokens() : output(request, answer);
        long total = answer.totalTokens().orElse(0);
        if (total > 0
                && reported.inputTokens().isEmpty()
                && reported.outputTokens().isEmpty()) {
            output = OptionalLong.of(Math.min(output.orElse(0), total));
            input = OptionalLong.of(total - output.getAsLong());
        }
        UsageBuilder usage = Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(input)
                .cacheReadInputTokens(reported.cacheReadInputTokens())
                .outputTokens(output)
                .reasoningOutputTokens(reported.reasoningOutputTokens())
                .tools(reported.tools());
        return (reported.models().isEmpty() ? usage : usage.answeredByOneOf(reported.models())).build();
    }

    private static OptionalLong input(RequestSummary request) {
        InputMedia media = request.media();
        long text = tokens(Math.max(0, request.bytes() - media.imageBytes() - media.fileBytes()));
        long tokens = Math.min(
                text + media.images() * IMAGE_TOKENS, ModelLimits.documented().contextWindow(request.model()));
        return tokens == 0 || !request.readable() ? OptionalLong.empty() : OptionalLong.of(bounded(tokens));
    }

    private static OptionalLong output(RequestSummary request, AnswerSummary answer) {
        if (answer.outputBytes() == 0) {
            return OptionalLong.empty();
        }
        long pieces = answer.outputChunks() > 0 ? answer.outputChunks() : tokens(answer.outputBytes());
        long output = Math.min(pieces, answer.outputBytes());
        return OptionalLong.of(bounded(Math.min(output, WorstCase.output(request))));
    }

    private static Usage spoken(OptionalLong characters) {
        return characters.isPresent()
                ? Usage.builder(UsageBasis.ESTIMATED)
                        .characters(bounded(characters.getAsLong()))
                        .build()
                : Usage.unknown();
    }

    private static Usage heard(Optional<Duration> audio) {
        return audio.filter(length -> length.compareTo(Usage.LONGEST_AUDIO) <= 0)
                .map(length -> Usage.builder(UsageBasis.ESTIMATED).audio(length).build())
                .orElse(Usage.unknown());
    }

    private static long tokens(long bytes) {
        return (bytes + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
    }

    private static long bounded(long count) {
        return Math.min(count, Usage.MOST_TOKENS);
    }
}
