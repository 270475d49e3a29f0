package io.groqmeter.groq;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The summary of a request, without its content.
 *
 * @param model the requested model; null when there is none (yet)
 * @param stream whether a stream is requested
 * @param maxOutputTokens the caller's own limit ({@code max_completion_tokens}, {@code max_tokens}, {@code max_output_tokens}),
 *     at least 1
 * @param serviceTier the requested tier; null when there is none
 * @param characters the code points of a speech request's {@code input}
 * @param audio the measured length of an uploaded audio file; empty when there is none or its format is not understood
 * @param audioByUrl whether the audio is fetched by Groq from a URL, so that its bytes are never seen here
 * @param media the images and files in the messages
 * @param choices the number of answers requested at once, at least 1: {@code n} times {@code best_of}
 * @param builtInTools the types of Groq's built-in tools offered, e.g. {@code browser_search}
 * @param bytes the body's size so far, any content coding undone
 * @param ambiguous whether its meaning depends on Groq's reader: it is not {@link #ONE_READING}, or {@code n} is not a count
 * @param readable false when the body is in no form that is understood here, such as an unknown content coding: then nothing is
 *     known of it, not even how much text it holds
 */
public record RequestSummary(
        @Nullable String model,
        boolean stream,
        OptionalLong maxOutputTokens,
        @Nullable String serviceTier,
        OptionalLong characters,
        Optional<Duration> audio,
        boolean audioByUrl,
        InputMedia media,
        long choices,
        List<String> builtInTools,
        long bytes,
        boolean ambiguous,
        boolean readable) {

    /** What a request must be so that all readers agree on it. */
    public static final String ONE_READING =
            "one JSON object, or for audio one form, in UTF-8, with each field once, spelled as Groq spells it, nothing before"
                    + " or behind it, not compressed, and with the Content-Type it has";

    private static final RequestSummary NOTHING = new RequestSummary(
            null,
            false,
            OptionalLong.empty(),
            null,
            OptionalLong.empty(),
            Optional.empty(),
            false,
            InputMedia.NONE,
            1,
            List.of(),
            0,
            false,
            true);

    public RequestSummary {
        builtInTools = List.copyOf(builtInTools);
    }

    /** A request without a body. */
    public static RequestSummary nothing() {
        return NOTHING;
    }

    /**
     * A request whose body cannot be read.
     *
     * @param bytes its size as it passes
     */
    public static RequestSummary unreadable(long bytes) {
        return new RequestSummary(
                null,
                false,
                OptionalLong.empty(),
                null,
                OptionalLong.empty(),
                Optional.empty(),
                false,
                InputMedia.NONE,
                1,
                List.of(),
                bytes,
                false,
                false);
    }
}
