package io.groqmeter.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.http.ApiError;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer of one of the gateway's own routes.
 *
 * @param status the HTTP status
 * @param contentType with charset, for text
 * @param body the content, or its first chunk
 * @param headers additional headers; they override the defaults
 * @param rest the chunks that follow, each produced on a worker thread when the client can take it; null when the body is all
 */
public record LocalResponse(
        int status,
        String contentType,
        byte[] body,
        Map<String, String> headers,
        @Nullable Iterator<byte[]> rest) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    public LocalResponse(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of(), null);
    }

    public static LocalResponse json(String json) {
        return new LocalResponse(200, "application/json", json.getBytes(UTF_8));
    }

    /** One JSON value on one line. */
    public static LocalResponse json(Body body) {
        return json(200, body);
    }

    public static LocalResponse json(int status, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LocalResponse(status, "application/json", bytes.toByteArray());
    }

    public static LocalResponse text(String text) {
        return new LocalResponse(200, "text/plain; charset=utf-8", text.getBytes(UTF_8));
    }

    /** Redirects a browser to another page. */
    public static LocalResponse seeOther(String path) {
        return new LocalResponse(303, "text/plain; charset=utf-8", new byte[0]).with("location", path);
    }

    public static LocalResponse error(ApiError error) {
        return new LocalResponse(
                error.status(), "application/json", error.json().getBytes(UTF_8), error.headers(), null);
    }

    public LocalResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new LocalResponse(status, contentType, body, more, rest);
    }

    /** The same answer with these chunks after its body. */
    public LocalResponse followedBy(Iterator<byte[]> pieces) {
        return new LocalResponse(status, contentType, body, headers, pieces);
    }

    /** The full response, or its first part. */
    FullHttpResponse response() {
        HttpResponse head = head();
        return new DefaultFullHttpResponse(
                head.protocolVersion(),
                head.status(),
                Unpooled.wrappedBuffer(body),
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    /** The head; with a length where it is known. */
    HttpResponse head() {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff");
        headers.forEach(head.headers()::set);
        if (rest == null && status != 304) { // which has the body that the client has already
            head.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return head;
    }
}
