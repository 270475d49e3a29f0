package io.groqmeter.gateway.proxy;

import io.groqmeter.budget.Refusal;
import io.groqmeter.exchange.CallMeter;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.gateway.http.Client;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Outcome;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.CompletableFuture;

/** The gateway's own answer to a call that got none from Groq: an error, sent once what happened is on disk. */
record ErrorAnswer(CallMeter book, Client client, ProxyOptions options) {

    /** The error of a call that a budget or a limit refuses. */
    static ApiError refused(Refusal refusal) {
        String type = refusal.reason() == Refusal.Reason.LIMIT_EXCEEDED ? "limit_error" : "budget_error";
        return new ApiError(
                refusal.reason().status(), type, refusal.reason().code(), refusal.message(), refusal.retryAfter());
    }

    /** A budget or a limit refuses the call, so there is no record of it. */
    void refuse(RequestSummary ask, Refusal refusal) {
        FullHttpResponse response = refused(refusal).response();
        AnswerHeaders.tellRemaining(response.headers(), book, ask);
        ApiError.answer(client, response);
    }

    /** Nothing of the call went to Groq. */
    void notReached(RequestSummary ask, ApiError error) {
        send(ask, error, book.settleUnanswered(ask, error.status(), Outcome.ERROR));
    }

    /** Groq may have worked on the call, and nothing tells what it cost. */
    void mayBeBilled(RequestSummary ask, ApiError error, String reason) {
        send(ask, error, book.unanswered(ask, error.status(), reason));
    }

    private void send(RequestSummary ask, ApiError error, CompletableFuture<?> onDisk) {
        LoopWait.await(onDisk, book.patience(options.storeTime()), client.loop(), () -> send(ask, error));
    }

    /** Sends it now. */
    void send(RequestSummary ask, ApiError error) {
        FullHttpResponse response = error.response();
        AnswerHeaders.tellRemaining(response.headers(), book, ask);
        AnswerHeaders.tellId(response.headers(), book);
        UsageRecord record = book.record();
        if (record != null && book.endpoint().metered()) {
            AnswerHeaders.tellCost(response.headers(), record);
        }
        ApiError.answer(client, response);
    }
}
