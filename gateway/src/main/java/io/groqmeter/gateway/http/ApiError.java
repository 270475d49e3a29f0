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
 * An error of the gateway's own, in the form of Groq and OpenAI that their clients understand.
 *
 * @param status the HTTP status
 * @param type the kind, e.g. {@code invalid_request_error}
 * @param code for programs, e.g. {@code upstream_unreachable}
 * @param message for people: what happened, with which value, and how to fix it
 * @param retryAfter when a retry may succeed; sent in whole seconds, rounded up
 * @param allow the supported methods, of a 405
 */
public record ApiError(
        int status, String type, String code, String message, Optional<Duration> retryAfter, List<String> allow) {

    /** Required in every 401 (RFC 9110 §11.6.1). */
    public static final String CHALLENGE = "Bearer realm=\"groqmeter\"";

    private static final JsonFactory JSON = new JsonFactory();

    public ApiError {
        allow = List.copyOf(allow);
    }

    public ApiError(int status, String type, String code, String message, Optional<Duration> retryAfter) {
        this(status, type, code, message, retryAfter, List.of());
    }

    /** An error that a retry does not fix. */
    public ApiError(int status, String type, String code, String message) {
        this(status, type, code, message, Optional.empty());
    }

    /** 405, with the supported methods. */
    public static ApiError methodNotAllowed(String message, List<String> allow) {
        return new ApiError(405, "invalid_request_error", "method_not_allowed", message, Optional.empty(), allow);
    }

    /** 400: the client's fault. */
    public static ApiError badRequest(String code, String message) {
        return new ApiError(400, "invalid_request_error", code, message);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, "invalid_request_error", "not_found", message);
    }

    /** Groq, or the connection to it, failed. */
    public static ApiError upstream(int status, String code, String message) {
        return new ApiError(status, "upstream_error", code, message);
    }

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

    /** The error as a full HTTP response. */
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

    /** The response headers that go with it. */
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

    /** Writes it as the answer. */
    public void answer(Client client) {
        answer(client, response());
    }

    /** Writes a full response. */
    public static void answer(Client client, FullHttpResponse response) {
        if (response.status().code() >= 400) {
            client.closeIfIncomplete();
        }
        client.head(new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers()));
        client.end(new DefaultLastHttpContent(response.content()));
    }
}
