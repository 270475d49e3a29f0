package io.groqmeter.groq;

import io.groqmeter.groq.multipart.MultipartReader;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Groq's wire format: finds the reader for a request or an answer. */
public final class GroqWire {

    private GroqWire() {}

    /**
     * A reader for the body of a request: a form's when the type says so, else JSON's, which is all Groq takes beside forms.
     *
     * @param endpoint where it goes
     * @param contentType its {@code Content-Type} header; null when there is none
     */
    public static RequestReader request(Endpoint endpoint, @Nullable String contentType) {
        Optional<String> boundary = contentType == null ? Optional.empty() : MultipartReader.boundary(contentType);
        if (boundary.isEmpty()) {
            return new JsonRequest(endpoint);
        }
        return endpoint == Endpoint.FILES ? new BatchUpload(boundary.get()) : new MultipartRequest(boundary.get());
    }

    /**
     * A reader for the body of an answer.
     *
     * @param endpoint where the request went
     * @param ask what it asked for
     * @param status the answer's HTTP status
     * @param contentType its {@code Content-Type} header; null when there is none
     */
    public static AnswerReader answer(Endpoint endpoint, Ask ask, int status, @Nullable String contentType) {
        if (status < 200 || status >= 300) {
            return FixedAnswer.using(Usage.nothing());
        }
        return switch (endpoint) {
            case CHAT, RESPONSES, OTHER -> new GeneratedAnswer(true);
            case EMBEDDINGS -> new GeneratedAnswer(false);
            case TRANSCRIPTIONS, TRANSLATIONS ->
                is(contentType, "text/plain")
                        ? FixedAnswer.using(AudioAnswer.of(ask.audio()))
                        : new AudioAnswer(AudioAnswer.of(ask.audio()));
            // What is not sound is an error.
            case SPEECH ->
                is(contentType, "application/json") ? new AudioAnswer(spoken(ask)) : FixedAnswer.using(spoken(ask));
            case FILE_CONTENT -> new BatchAnswer();
            // Reranking tells no usage at all.
            case RERANKING, BATCH_LINE -> FixedAnswer.using(Usage.unknown());
            case MODELS, FILES, BATCHES, FINE_TUNINGS -> FixedAnswer.using(Usage.nothing());
        };
    }

    /** A reader for an answer that uses nothing, whatever it says: a look at an earlier one tells that one's usage. */
    public static AnswerReader unbilled() {
        return FixedAnswer.using(Usage.nothing());
    }

    /** The answer to a speech request is sound; what is billed is the text that was sent. */
    private static Usage spoken(Ask ask) {
        return ask.characters().isPresent() && ask.characters().getAsLong() <= Usage.MOST_TOKENS
                ? Usage.builder(UsageBasis.MEASURED)
                        .characters(ask.characters())
                        .build()
                : Usage.unknown();
    }

    /** Whether the header names that media type, whatever its parameters. */
    private static boolean is(@Nullable String contentType, String mediaType) {
        return contentType != null && contentType.strip().regionMatches(true, 0, mediaType, 0, mediaType.length());
    }
}
