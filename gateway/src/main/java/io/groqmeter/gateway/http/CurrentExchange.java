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
        NOTHING,
        BEGUN,
        WHOLE
    }

    private final BiFunction<HttpRequest, Client, Exchange> exchanges;
    private final AnswerWriter writer;
    private final ClientTimeouts standing;
    private Step step = Step.NOTHING;
    private @Nullable Exchange exchange;

    CurrentExchange(BiFunction<HttpRequest, Client, Exchange> exchanges, AnswerWriter writer, ClientTimeouts standing) {
        this.exchanges = exchanges;
        this.writer = writer;
        this.standing = standing;
    }

    /** Whether nothing of a request has come. */
    boolean isNone() {
        return step == Step.NOTHING;
    }

    /** Whether a request has begun to come, and its end has not. */
    boolean isComing() {
        return step == Step.BEGUN;
    }

    boolean isRequestWhole() {
        return step == Step.WHOLE;
    }

    /** Whether request and answer have come to their ends. */
    boolean isOver() {
        return step == Step.WHOLE && writer.isWhole();
    }

    void begin(HttpRequest request) {
        step = Step.BEGUN;
        standing.bodyBegins();
        writer.expect(request);
        ApiError fault = MalformedRequest.in(request);
        if (fault != null) {
            fail(fault);
            return;
        }
        boolean asksToContinue = HttpUtil.is100ContinueExpected(request);
        if (asksToContinue) {
            request.headers().remove(HttpHeaderNames.EXPECT);
        }
        exchange = exchanges.apply(request, writer);
        if (asksToContinue && writer.isAwaited()) {
            // We read the body before Groq does, so the permission to send it is ours to give.
            writer.permitBody();
        }
    }

    void body(HttpContent content) {
        Exchange current = exchange;
        standing.received(content.content().readableBytes());
        if (content instanceof LastHttpContent) {
            step = Step.WHOLE;
            standing.whole();
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
        if (current == null || writer.isWhole()) {
            return false;
        }
        current.writabilityChanged();
        return true;
    }

    /** Answers with an error of our own, after which the connection closes. */
    void fail(ApiError error) {
        if (step == Step.NOTHING) {
            step = Step.BEGUN;
        }
        writer.expectError();
        error.answer(writer);
    }

    /** Nobody waits for the answer any more. */
    void giveUp() {
        Exchange current = exchange;
        exchange = null;
        if (current != null && !writer.isWhole()) {
            writer.giveUp();
            current.clientGone();
        }
    }

    /** Its answer was broken off. */
    void aborted() {
        exchange = null;
    }

    /** Makes place for the next. */
    void end() {
        standing.idle();
        step = Step.NOTHING;
        exchange = null;
    }
}
