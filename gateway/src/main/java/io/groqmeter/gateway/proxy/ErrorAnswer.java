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

/** The gateway's own error in place of an answer from Groq; sent once the call's outcome is on disk. */
record ErrorAnswer(CallMeter call, Client client, ProxyOptions options) {

    /** The error for a call that a budget or limit refuses. */
    static ApiError refused(Refusal refusal) {
        String type = refusal.reason() == Refusal.Reason.LIMIT_EXCEEDED ? "limit_error" : "budget_error";
        return new ApiError(
                refusal.reason().status(), type, refusal.reason().code(), refusal.message(), refusal.retryAfter());
    }

    /** Answers a call that a budget or limit refuses; it has no record. */
    void refuse(RequestSummary summary, Refusal refusal) {
        FullHttpResponse response = refused(refusal).response();
        AnswerHeaders.setRemaining(response.headers(), call, summary);
        ApiError.answer(client, response);
    }

    /** Answers a call of which nothing reached Groq. */
    void notReached(RequestSummary summary, ApiError error) {
        send(summary, error, call.settleUnanswered(summary, error.status(), Outcome.ERROR));
    }

    /** Answers a call that Groq may have worked on, at unknown cost. */
    void mayBeBilled(RequestSummary summary, ApiError error, String reason) {
        send(summary, error, call.unanswered(summary, error.status(), reason));
    }

    private void send(RequestSummary summary, ApiError error, CompletableFuture<?> onDisk) {
        LoopWait.await(onDisk, call.patience(options.storeTime()), client.loop(), () -> send(summary, error));
    }

    /** Sends it at once. */
    void send(RequestSummary summary, ApiError error) {
        FullHttpResponse response = error.response();
        AnswerHeaders.setRemaining(response.headers(), call, summary);
        AnswerHeaders.setId(response.headers(), call);
        UsageRecord record = call.record();
        if (record != null && call.endpoint().metered()) {
            AnswerHeaders.setCost(response.headers(), record);
        }
        ApiError.answer(client, response);
    }
}
