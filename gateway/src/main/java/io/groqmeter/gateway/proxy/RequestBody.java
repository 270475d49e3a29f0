package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.BatchInput;
import io.groqmeter.usage.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request's body: read as it comes, with its beginning held back until the request is understood. */
final class RequestBody {

    /** The minimum a held piece counts, in bytes: a body in chunks of one byte fills memory long before its length shows. */
    private static final int MIN_BYTES_PER_PIECE = 128;

    private final Endpoint endpoint;
    private final KeyScope scope;
    private final boolean metered;
    private final boolean read;
    private final boolean form;
    private final HttpMethod method;
    private final int maxHeld;
    private final PlainBody body;
    private final List<HttpContent> held = new ArrayList<>();
    private int heldBytes;
    private boolean complete;
    private boolean openedIncomplete;
    private final boolean verbose;
    private boolean isVerbose;

    /** @param verbose whether transcripts of audio by URL are requested with their length */
    RequestBody(Endpoint endpoint, KeyScope scope, HttpRequest request, boolean verbose) {
        this.verbose = verbose && (endpoint == Endpoint.TRANSCRIPTIONS || endpoint == Endpoint.TRANSLATIONS);
        this.endpoint = endpoint;
        this.scope = scope;
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        metered = endpoint.mayCost(request.method().equals(HttpMethod.POST));
        read = metered || endpoint == Endpoint.FILES;
        form = type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
        maxHeld = !metered ? 0 : form ? ProxyOptions.MAX_HELD_FORM : ProxyOptions.MAX_HELD_REQUEST;
        body = new PlainBody(GroqWire.request(endpoint, type), request.headers());
        method = request.method();
    }

    /** Reads a piece that is forwarded at once. */
    void read(HttpContent content) {
        complete |= content instanceof LastHttpContent;
        if (read) {
            body.read(content.content());
        }
        if (complete) {
            body.close();
        }
    }

    /** Reads a piece and holds it back. */
    void hold(HttpContent content) {
        read(content);
        heldBytes += Math.max(content.content().readableBytes(), MIN_BYTES_PER_PIECE);
        held.add(content);
    }

    /** Whether enough is known, or held, to open the call. */
    boolean canOpen() {
        return complete
                || heldBytes >= maxHeld
                || (form && !verbose && summary().model() != null);
    }

    /** Why the caller's key, or a budget whatever the model, does not permit what has been read so far; null when they do. */
    @Nullable
    ApiError refusal(CallMeter call) {
        ApiError outOfScope = scope.refusal(method, endpoint, this);
        return outOfScope != null
                ? outOfScope
                : call.refusal(summary()).map(ErrorAnswer::refused).orElse(null);
    }

    /**
     * The call is being opened with what is known now.
     *
     * @param headers of the request
     */
    void opened(HttpHeaders headers) {
        openedIncomplete = !complete;
        if (verbose && complete && summary().audioByUrl() && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)) {
            requestVerbose(headers);
        }
    }

    private void requestVerbose(HttpHeaders headers) {
        ByteBuf all = Unpooled.wrappedBuffer(
                held.stream().map(piece -> piece.content().slice()).toArray(ByteBuf[]::new));
        VerboseTranscript.request(headers.get(HttpHeaderNames.CONTENT_TYPE), ByteBufUtil.getBytes(all))
                .ifPresent(verboseBody -> {
                    release();
                    held.add(new DefaultLastHttpContent(Unpooled.wrappedBuffer(verboseBody)));
                    headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY)
                            .remove(HttpHeaderNames.TRANSFER_ENCODING)
                            .set(HttpHeaderNames.CONTENT_LENGTH, verboseBody.length);
                    isVerbose = true;
                });
    }

    /** Whether the answer was requested with more than the caller wants. */
    boolean isVerbose() {
        return isVerbose;
    }

    /** Whether more is known now than when the call was opened. */
    boolean needsAmending() {
        return metered && openedIncomplete;
    }

    boolean isComplete() {
        return complete;
    }

    /** A summary of the request, as far as it has been read. */
    RequestSummary summary() {
        return body.summary();
    }

    /** The lines of a batch, where the request uploads a batch's input. */
    Optional<BatchInput> batch() {
        return body.batch();
    }

    /** The pieces held back, in order; they stay held. */
    List<HttpContent> held() {
        return List.copyOf(held);
    }

    /** Stops reading it. */
    void close() {
        body.close();
        release();
    }

    void release() {
        held.forEach(HttpContent::release);
        held.clear();
    }
}
