package io.groqmeter.simulator.wire;

import java.util.ArrayList;
import java.util.List;

/** The content of an answer: status, headers and body. Its {@link Delivery} is separate. */
public record Answer(int status, List<Header> headers, Body body) {

    /** A JSON answer. */
    public static Answer json(int status, byte[] body) {
        return of(status, "application/json", new Body.Whole(body));
    }

    /** A stream of server-sent events, one chunk per element. */
    public static Answer events(List<byte[]> chunks) {
        return new Answer(
                200,
                List.of(new Header("content-type", "text/event-stream"), new Header("cache-control", "no-cache")),
                new Body.Chunked(chunks));
    }

    public static Answer of(int status, String contentType, Body body) {
        return new Answer(status, List.of(new Header("content-type", contentType)), body);
    }

    /** The same answer with these headers before its own. */
    public Answer withFirst(List<Header> more) {
        List<Header> all = new ArrayList<>(more);
        all.addAll(headers);
        return new Answer(status, all, body);
    }

    public Answer withStatus(int other) {
        return new Answer(other, headers, body);
    }
}
