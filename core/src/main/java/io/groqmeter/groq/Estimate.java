package io.groqmeter.groq;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelLimits;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a call used whose answer ended before it told: the caller hung up, or the connection was cut.
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
     * The likely usage of a call that ended early.
     *
     * @param ask the whole request
     * @param answer what was read of the answer
     * @return an {@link UsageBasis#ESTIMATED} usage; {@link Usage#unknown()} when nothing was answered or Groq broke off with an
     *     error, of which it is not known what is billed, and when the request's body is not understood
     */
    public static Usage of(Endpoint endpoint, Ask ask, Answer answer) {
        if (answer.brokenOff()) {
            return Usage.unknown();
        }
        return switch (endpoint) {
            case CHAT, RESPONSES -> generated(ask, answer);
            case SPEECH -> spoken(ask.characters());
            case TRANSCRIPTIONS, TRANSLATIONS -> heard(ask.audio());
            default -> Usage.unknown();
        };
    }

    private static Usage generated(Ask ask, Answer answer) {
        if (answer.outputBytes() == 0 || !ask.readable()) {
            return Usage.unknown();
        }
        long pieces = answer.outputChunks() > 0 ? answer.outputChunks() : tokens(answer.outputBytes());
        long output = Math.min(pieces, answer.outputBytes());
        long limited = Math.min(output, WorstCase.output(ask));
        InputMedia media = ask.media();
        long text = tokens(Math.max(0, ask.bytes() - media.imageBytes() - media.fileBytes()));
        long input = Math.min(
                text + media.images() * IMAGE_TOKENS, ModelLimits.documented().contextWindow(ask.model()));
        return Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(bounded(input))
                .outputTokens(bounded(limited))
                .build();
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
