package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.AnswerType;
import io.groqmeter.groq.Ask;
import io.groqmeter.usage.Call;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/**
 * The head of Groq's answer, and what it tells of the body.
 *
 * @param response status and headers
 * @param streamed whether the body is said to be a stream of events
 * @param small whether the body is text to be held back whole; one without a length may still turn out too large
 */
record AnswerHead(HttpResponse response, boolean streamed, boolean small) {

    private static final long NONE = -1;

    static AnswerHead of(HttpResponse response, Ask ask) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
        // An answer that does not say what it is counts as what was asked for.
        boolean streamed =
                type == null ? ask.stream() && Call.answered(response.status().code()) : isA(type, "text/event-stream");
        boolean text = type != null && (isA(type, "application/json") || isA(type, "text/plain"));
        return new AnswerHead(response, streamed, text && length(response) <= ProxyOptions.HELD_ANSWER);
    }

    private static boolean isA(String type, String kind) {
        return type.regionMatches(true, 0, kind, 0, kind.length());
    }

    /** The announced length; negative when none is. */
    private static long length(HttpResponse response) {
        String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? NONE : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    /** What it says of the body to who reads that. */
    AnswerType type() {
        HttpHeaders headers = response.headers();
        return new AnswerType(
                status(),
                headers.get(HttpHeaderNames.CONTENT_TYPE),
                headers.get(HttpHeaderNames.CONTENT_RANGE),
                headers.contains(HttpHeaderNames.CONTENT_ENCODING),
                length(response));
    }

    int status() {
        return response.status().code();
    }
}
