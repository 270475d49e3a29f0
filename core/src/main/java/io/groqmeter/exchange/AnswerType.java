package io.groqmeter.exchange;

import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer, as far as it describes the body.
 *
 * @param status its HTTP status
 * @param contentType its {@code Content-Type}; null when there is none
 * @param contentRange its {@code Content-Range}; null when there is none
 * @param coded whether a content coding was applied, so that its bytes are not the file's
 * @param length its {@code Content-Length}; negative when there is none
 */
public record AnswerType(
        int status, @Nullable String contentType, @Nullable String contentRange, boolean coded, long length) {

    private static final String EVENT_STREAM = "text/event-stream";

    /** A head of which nothing else matters. */
    public static AnswerType of(int status, @Nullable String contentType) {
        return new AnswerType(status, contentType, null, false, -1);
    }

    /** Whether it declares a stream of events. Without a {@code Content-Type} the request decides. */
    public boolean declaresStream(RequestSummary request) {
        return contentType == null
                ? request.stream() && Call.answered(status)
                : contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    /** The bytes of a file that the body has; empty when unknown, or when it is no file. */
    Optional<ContentRange> range() {
        if (status == 200) {
            return coded ? Optional.empty() : Optional.of(ContentRange.whole(length));
        }
        return status == 206 && !coded ? ContentRange.of(contentRange) : Optional.empty();
    }
}
