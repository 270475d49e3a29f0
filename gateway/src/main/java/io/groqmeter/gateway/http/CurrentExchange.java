package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The exchange in progress on a client's connection: how much of the request has come, and who answers it. On its event loop. */
final class CurrentExchange {

    /** How much of a request has come. An exchange lasts until request and answer are complete. */
    private enum Step {
        IDLE,
        STARTED,
        COMPLETE
    }

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final AnswerWriter writer;
    private final ClientTimeouts timeouts;
    private Step step = Step.IDLE;
    private @Nullable Exchange exchange;

    CurrentExchange(BiFunction<HttpRequest, Client, Exchange> exchanges, AnswerWriter writer, ClientTimeouts timeouts) {
        this.exchanges = exchanges;
        this.writer = writer;
        this.timeouts = timeouts;
    }

    /** Whether nothing of a request has come. */
    boolean isIdle() {
        return step == Step.IDLE;
    }

    /** Whether a request is being received. */
    boolean isReceiving() {
        return step == Step.STARTED;
    }

    boolean isRequestComplete() {
        return step == Step.COMPLETE;
    }

    /** Whether request and answer are complete. */
    boolean isFinished() {
        return step == Step.COMPLETE && writer.isComplete();
    }

    void begin(HttpRequest request) {
        step = Step.STARTED;
        timeouts.bodyBegins();
        writer.expect(request);
        ApiError error = MalformedRequest.in(request);
        if (error != null) {
            fail(error);
            return;
        }
        boolean expectsContinue = HttpUtil.is100ContinueExpected(request);
        if (expectsContinue) {
            request.headers().remove(HttpHeaderNames.EXPECT);
        }
        exchange = exchanges.apply(request, writer);
        if (expectsContinue && writer.isPending()) {
            // The gateway reads the body before Groq does, so it must give the permission to send it.
            writer.sendContinue();
        }
    }

    void body(HttpContent content) {
        Exchange current = exchange;
        timeouts.received(content.content().readableBytes());
        if (content instanceof LastHttpContent) {
            step = Step.COMPLETE;
            timeouts.requestComplete();
        }
        if (current == null) {
            content.release();
        } else {
            current.body(content);
        }
    }

    /** The client's writability has changed; false when there is no answer in progress. */
    boolean writabilityChanged() {
        Exchange current = exchange;
        if (current == null || writer.isComplete()) {
            return false;
        }
        current.writabilityChanged();
        return true;
    }

    /** Answers with an error of the gateway's own; the connection then closes. */
    void fail(ApiError error) {
        if (step == Step.IDLE) {
            step = Step.STARTED;
        }
        writer.expectError();
        error.answer(writer);
    }

    /** The client is gone. */
    void abandon() {
        Exchange current = exchange;
        exchange = null;
        if (current != null && !writer.isComplete()) {
            writer.abandon();
            current.clientGone();
        }
    }

    /** The answer was broken off. */
    void aborted() {
        exchange = null;
    }

    /** Resets for the next request. */
    void end() {
        timeouts.idle();
        step = Step.IDLE;
        exchange = null;
    }
}
