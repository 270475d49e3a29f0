package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The errors for requests that are not well-formed HTTP. */
final class MalformedRequest {

    /** Headers whose repetition two parsers could read differently. */
    private static final List<AsciiString> SINGLE_VALUED = List.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.CONTENT_TYPE,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.TRANSFER_ENCODING);

    private MalformedRequest() {}

    /** Checks what Netty's parser accepts but two parsers could read differently; null when there is nothing. */
    static @Nullable ApiError in(HttpRequest request) {
        int seen = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> all = request.headers().iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            for (int i = 0; i < SINGLE_VALUED.size(); i++) {
                AsciiString name = SINGLE_VALUED.get(i);
                if (!name.contentEqualsIgnoreCase(header.getKey())) {
                    continue;
                }
                if ((seen & 1 << i) != 0) {
                    return ApiError.badRequest(
                            "repeated_header", "The request has more than one '" + name + "' header; send it once.");
                }
                seen |= 1 << i;
            }
        }
        String coding = request.headers().get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding == null) {
            return null;
        }
        if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding.strip())) {
            return new ApiError(
                    501,
                    "invalid_request_error",
                    "transfer_coding_not_supported",
                    "The only Transfer-Encoding supported is 'chunked'.");
        }
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                ? null
                : ApiError.badRequest("malformed_http", "HTTP/1.0 has no Transfer-Encoding; send a Content-Length.");
    }

    static ApiError of(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new ApiError(
                    414,
                    "invalid_request_error",
                    "uri_too_long",
                    "The request line is longer than " + RequestDecoder.MAX_LINE_BYTES + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new ApiError(
                    431,
                    "invalid_request_error",
                    "headers_too_large",
                    "The request's headers exceed " + RequestDecoder.MAX_HEADER_BYTES + " bytes in total.");
        }
        String why = cause == null ? "unknown" : String.valueOf(cause.getMessage());
        return ApiError.badRequest("malformed_http", "This is not a well-formed HTTP request: " + why);
    }
}
