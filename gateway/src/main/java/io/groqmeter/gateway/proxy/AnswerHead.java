package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.AnswerType;
import io.groqmeter.groq.RequestSummary;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The head of Groq's answer, and what it says about the body.
 *
 * @param response status and headers
 * @param type what a reader of the body needs to know
 * @param streamed whether the body is declared a stream of events
 * @param small whether the body is text to be held back whole; one without a length may still turn out too large
 */
record AnswerHead(HttpResponse response, AnswerType type, boolean streamed, boolean small) {

    private static final long NONE = -1;

    static AnswerHead of(HttpResponse response, RequestSummary summary) {
        HttpHeaders headers = response.headers();
        AnswerType type = new AnswerType(
                response.status().code(),
                headers.get(HttpHeaderNames.CONTENT_TYPE),
                headers.get(HttpHeaderNames.CONTENT_RANGE),
                headers.contains(HttpHeaderNames.CONTENT_ENCODING),
                length(headers));
        boolean small = isText(type.contentType()) && type.length() <= ProxyOptions.MAX_HELD_ANSWER;
        return new AnswerHead(response, type, type.declaresStream(summary), small);
    }

    private static boolean isText(@Nullable String type) {
        return type != null && (isA(type, "application/json") || isA(type, "text/plain"));
    }

    private static boolean isA(String type, String kind) {
        return type.regionMatches(true, 0, kind, 0, kind.length());
    }

    /** The content length; negative when there is none. */
    private static long length(HttpHeaders headers) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? NONE : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    int status() {
        return type.status();
    }
}
