package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.groq.Ask;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Endpoint;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's body: read as it comes, and its beginning held back until it is known what it asks for. */
final class RequestBody {

    /** What holding a piece costs at least, in bytes: a body in chunks of one byte fills memory long before its length tells. */
    private static final int LEAST_PER_PIECE = 128;

    private final Endpoint endpoint;
    private final KeyScope scope;
    private final boolean metered;
    private final boolean read;
    private final boolean form;
    private final int mostHeld;
    private final RequestReader reader;
    private final List<HttpContent> held = new ArrayList<>();
    private int heldBytes;
    private boolean whole;
    private boolean openedEarly;

    RequestBody(Endpoint endpoint, KeyScope scope, HttpRequest request) {
        this.endpoint = endpoint;
        this.scope = scope;
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        metered = endpoint.metered();
        read = metered || endpoint == Endpoint.FILES;
        form = type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
        mostHeld = !metered ? 0 : form ? ProxyOptions.HELD_FORM : ProxyOptions.HELD_REQUEST;
        reader = GroqWire.request(endpoint, type);
    }

    /** Reads a piece on its way through. */
    void read(HttpContent content) {
        whole |= content instanceof LastHttpContent;
        if (read) {
            for (ByteBuffer part : content.content().nioBuffers()) {
                reader.read(part);
            }
        }
    }

    /** Reads a piece and holds it back. */
    void hold(HttpContent content) {
        read(content);
        heldBytes += Math.max(content.content().readableBytes(), LEAST_PER_PIECE);
        held.add(content);
    }

    /** Whether enough is known, or held, to open the call. */
    boolean tellsEnough() {
        return whole || heldBytes >= mostHeld || (form && ask().model() != null);
    }

    /** Why the caller's key does not allow what has been read so far; null when it does. */
    @Nullable
    ApiError refusal() {
        return scope.refusal(endpoint, this);
    }

    /** The call is being opened with what is known now. */
    void opened() {
        openedEarly = !whole;
    }

    /** Whether more is known now than when the call was opened. */
    boolean tellsMore() {
        return metered && openedEarly;
    }

    boolean isWhole() {
        return whole;
    }

    /** What it asks for, as far as it has been read. */
    Ask ask() {
        return reader.ask();
    }

    /** What it says of the lines of a batch, where it uploads one's input. */
    Optional<BatchInput> batch() {
        return reader.batch();
    }

    /** What is held back, in order; still held. */
    List<HttpContent> held() {
        return List.copyOf(held);
    }

    void release() {
        held.forEach(HttpContent::release);
        held.clear();
    }
}
