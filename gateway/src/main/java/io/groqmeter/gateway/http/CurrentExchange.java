package io.groqmeter.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The exchange that a client's connection is at: how much of its request has come, and who answers it. On its event loop. */
final class CurrentExchange {

    /** What of a request has come. An exchange lasts until request and answer are whole. */
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

    /** Whether a request has begun to come, and its end has not. */
    boolean isReceiving() {
        return step == Step.STARTED;
    }

    boolean isRequestComplete() {
        return step == Step.COMPLETE;
    }

    /** Whether request and answer have come to their ends. */
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
            // We read the body before Groq does, so the permission to send it is ours to give.
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

    /** The client takes more of the answer, or no more for now; tells whether there is an answer to take. */
    boolean writabilityChanged() {
        Exchange current = exchange;
        if (current == null || writer.isComplete()) {
            return false;
        }
        current.writabilityChanged();
        return true;
    }

    /** Answers with an error of our own, after which the connection closes. */
    void fail(ApiError error) {
        if (step == Step.IDLE) {
            step = Step.STARTED;
        }
        writer.expectError();
        error.answer(writer);
    }

    /** Nobody waits for the answer any more. */
    void abandon() {
        Exchange current = exchange;
        exchange = null;
        if (current != null && !writer.isComplete()) {
            writer.abandon();
            current.clientGone();
        }
    }

    /** Its answer was broken off. */
    void aborted() {
        exchange = null;
    }

    /** Makes place for the next. */
    void end() {
        timeouts.idle();
        step = Step.IDLE;
        exchange = null;
    }
}
