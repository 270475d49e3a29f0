package io.groqmeter.exchange;

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

    /** Which bytes of a file the body has; empty when that cannot be told, or it is no part of one. */
    Optional<ContentRange> range() {
        if (status == 200) {
            return coded ? Optional.empty() : Optional.of(ContentRange.whole(length));
        }
        return status == 206 && !coded ? ContentRange.of(contentRange) : Optional.empty();
    }
}
