package io.groqmeter.exchange;

import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Call;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's head says of its body.
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

    /** Of an answer of which no more is looked at. */
    public static AnswerType of(int status, @Nullable String contentType) {
        return new AnswerType(status, contentType, null, false, -1);
    }

    /** Whether it says that the body is a stream of events. One that does not say what it is counts as what was asked for. */
    public boolean declaresStream(RequestSummary ask) {
        return contentType == null
                ? ask.stream() && Call.answered(status)
                : contentType.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    /** Which bytes of a file the body has; empty when that cannot be told, or it is no part of one. */
    Optional<ContentRange> range() {
        if (status == 200) {
            return coded ? Optional.empty() : Optional.of(ContentRange.whole(length));
        }
        return status == 206 && !coded ? ContentRange.of(contentRange) : Optional.empty();
    }
}
