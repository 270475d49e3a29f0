package io.groqmeter.groq;

import io.groqmeter.groq.multipart.HeaderParameters;
import io.groqmeter.groq.multipart.MultipartReader;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Groq's wire format: finds the reader for a request or an answer. */
public final class GroqWire {

    private GroqWire() {}

    /** Where Groq takes forms; anywhere else a body is JSON or nothing. */
    private static final Set<Endpoint> FORMS = Set.of(Endpoint.TRANSCRIPTIONS, Endpoint.TRANSLATIONS, Endpoint.FILES);

    /**
     * A reader for the body of a request: a form where Groq accepts one and the type declares it, else JSON.
     *
     * @param endpoint where it goes
     * @param contentType its {@code Content-Type} header; null when there is none
     */
    public static RequestReader request(Endpoint endpoint, @Nullable String contentType) {
        if (contentType == null) {
            return new JsonRequest(endpoint, false);
        }
        Optional<String> boundary = FORMS.contains(endpoint) ? MultipartReader.boundary(contentType) : Optional.empty();
        HeaderParameters type = new HeaderParameters(contentType);
        if (boundary.isPresent() && endpoint == Endpoint.FILES) {
            return new BatchUpload(boundary.get());
        }
        return boundary.isPresent()
                ? new MultipartRequest(boundary.get(), type.irregular())
                : new JsonRequest(endpoint, type.irregular() || !isJson(type));
    }

    private static boolean isJson(HeaderParameters type) {
        String charset = type.get("charset").orElse("utf-8").toLowerCase(Locale.ROOT);
        boolean named = type.value().equals("application/json") || type.value().endsWith("+json");
        return named && (charset.equals("utf-8") || charset.equals("utf8") || charset.equals("us-ascii"));
    }

    /**
     * A reader for the body of an answer.
     *
     * @param endpoint where the request went
     * @param request its summary
     * @param status the answer's HTTP status
     * @param contentType its {@code Content-Type} header; null when there is none
     */
    public static AnswerReader answer(
            Endpoint endpoint, RequestSummary request, int status, @Nullable String contentType) {
        if (status < 200 || status >= 300) {
            return FixedAnswer.using(Usage.nothing());
        }
        return switch (endpoint) {
            case CHAT, RESPONSES, OTHER -> new GeneratedAnswer(true);
            case EMBEDDINGS -> new GeneratedAnswer(false);
            case TRANSCRIPTIONS, TRANSLATIONS ->
                is(contentType, "text/plain")
                        ? FixedAnswer.using(Seconds.usage(request.audio()))
                        : new AudioAnswer(Seconds.usage(request.audio()));
            // What is not sound is an error.
            case SPEECH ->
                is(contentType, "application/json")
                        ? new AudioAnswer(spoken(request))
                        : FixedAnswer.using(spoken(request));
            case FILE_CONTENT -> new BatchAnswer();
            // Reranking reports no usage.
            case RERANKING, BATCH_LINE -> FixedAnswer.using(Usage.unknown());
            case MODELS, FILES, BATCHES, FINE_TUNINGS -> FixedAnswer.using(Usage.nothing());
        };
    }

    /** A reader for an answer that uses nothing: retrieving an earlier answer repeats that one's usage. */
    public static AnswerReader unbilled() {
        return FixedAnswer.using(Usage.nothing());
    }

    /** The answer to a speech request is sound; what is billed is the text that was sent. */
    private static Usage spoken(RequestSummary request) {
        return request.characters().isPresent() && request.characters().getAsLong() <= Usage.MOST_TOKENS
                ? Usage.builder(UsageBasis.MEASURED)
                        .characters(request.characters())
                        .build()
                : Usage.unknown();
    }

    /** Whether the header names that media type, whatever its parameters. */
    private static boolean is(@Nullable String contentType, String mediaType) {
        return contentType != null && contentType.strip().regionMatches(true, 0, mediaType, 0, mediaType.length());
    }
}
