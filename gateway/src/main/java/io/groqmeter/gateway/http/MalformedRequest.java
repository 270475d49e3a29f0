package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** What a client is told whose request is not well-formed HTTP. */
final class MalformedRequest {

    private MalformedRequest() {}

    static ApiError of(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new ApiError(
                    414,
                    "invalid_request_error",
                    "uri_too_long",
                    "The request line is longer than " + RequestDecoder.LONGEST_LINE + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new ApiError(
                    431,
                    "invalid_request_error",
                    "headers_too_large",
                    "The request's headers are larger than " + RequestDecoder.MOST_HEADER_BYTES + " bytes together.");
        }
        String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        return ApiError.badRequest("malformed_http", "This is not a well-formed HTTP request: " + why);
    }
}
