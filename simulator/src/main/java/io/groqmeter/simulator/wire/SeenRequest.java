package io.groqmeter.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as it reached the simulator, so that a test can check what a proxy forwarded.
 *
 * @param number counts requests from 1
 * @param uri path with query, as sent
 * @param headers in their original order and case
 * @param bodySha256 lower-case hexadecimal
 * @param body the body as UTF-8 text; null when it is larger than {@link #LARGEST_KEPT} bytes
 */
public record SeenRequest(
        long number,
        String method,
        String uri,
        List<Header> headers,
        String bodySha256,
        int bodyLength,
        @Nullable String body) {

    public static final int LARGEST_KEPT = 16 * 1024;

    static SeenRequest of(long number, Request request) {
        List<Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(new Header(header.getKey(), header.getValue()));
        }
        byte[] body = request.body();
        return new SeenRequest(
                number,
                request.method(),
                request.uri(),
                headers,
                Sha256.hex(body),
                body.length,
                body.length > LARGEST_KEPT ? null : new String(body, StandardCharsets.UTF_8));
    }
}
