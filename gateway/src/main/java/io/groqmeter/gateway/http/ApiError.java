package io.groqmeter.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An error of our own, in the shape Groq and OpenAI use, so that their clients understand it.
 *
 * @param status the HTTP status
 * @param type the kind, e.g. {@code invalid_request_error}
 * @param code what exactly, for programs, e.g. {@code upstream_unreachable}
 * @param message what happened, with which value, and how to mend it; for people
 * @param retryAfter when to try again with a chance; told in whole seconds, rounded up
 * @param allow the methods that would be taken, of a 405
 */
public record ApiError(
        int status, String type, String code, String message, Optional<Duration> retryAfter, List<String> allow) {

    /** What every 401 must say (RFC 9110 §11.6.1): how to identify oneself. */
    public static final String CHALLENGE = "Bearer realm=\"groqmeter\"";

    private static final JsonFactory JSON = new JsonFactory();

    public ApiError {
        allow = List.copyOf(allow);
    }

    public ApiError(int status, String type, String code, String message, Optional<Duration> retryAfter) {
        this(status, type, code, message, retryAfter, List.of());
    }

    /** An error that waiting does not mend. */
    public ApiError(int status, String type, String code, String message) {
        this(status, type, code, message, Optional.empty());
    }

    /** What was asked for does not take that method, but these. */
    public static ApiError methodNotAllowed(String message, List<String> allow) {
        return new ApiError(405, "invalid_request_error", "method_not_allowed", message, Optional.empty(), allow);
    }

    /** The request is at fault. */
    public static ApiError badRequest(String code, String message) {
        return new ApiError(400, "invalid_request_error", code, message);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, "invalid_request_error", "not_found", message);
    }

    /** Groq, or the way to it, is at fault. */
    public static ApiError upstream(int status, String code, String message) {
        return new ApiError(status, "upstream_error", code, message);
    }

    /** The body: {@code {"error":{"message","type","code"}}}. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", message);
            json.writeStringField("type", type);
            json.writeStringField("code", code);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /** The whole answer. */
    public FullHttpResponse response() {
        byte[] body = json().getBytes(UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        headers().forEach(response.headers()::set);
        return response;
    }

    /** The headers that say how to mend it. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        retryAfter.ifPresent(wait -> headers.put(
                "retry-after", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds())));
        if (status == 401) {
            headers.put("www-authenticate", CHALLENGE);
        }
        if (!allow.isEmpty()) {
            headers.put("allow", String.join(", ", allow));
        }
        return headers;
    }

    /** Writes it as the whole answer. */
    public void answer(Client client) {
        answer(client, response());
    }

    /** Writes a whole answer. */
    public static void answer(Client client, FullHttpResponse response) {
        if (response.status().code() >= 400) {
            client.closeIfIncomplete();
        }
        client.head(new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers()));
        client.end(new DefaultLastHttpContent(response.content()));
    }
}
