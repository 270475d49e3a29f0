package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallMeter;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.UsageBasis;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** The headers that the gateway adds to an answer: the call's id, its cost and how it is known, the remaining budget. */
final class AnswerHeaders {

    private static final AsciiString CALL_ID = AsciiString.cached("x-groqmeter-id");
    private static final AsciiString COST = AsciiString.cached("x-groqmeter-cost-usd");
    private static final AsciiString BASIS = AsciiString.cached("x-groqmeter-usage-basis");
    private static final AsciiString WARNING = AsciiString.cached("x-groqmeter-warning");
    private static final AsciiString REMAINING = AsciiString.cached("x-groqmeter-budget-remaining-usd");

    private AnswerHeaders() {}

    /** Sets the call's id, and a warning about attribution that was not accepted as sent. */
    static void setId(HttpHeaders headers, CallMeter call) {
        headers.set(CALL_ID, call.id());
        if (call.remark() != null) {
            headers.set(WARNING, call.remark());
        }
    }

    /** Sets how the call's usage is known, and the cost unless it is unknown. */
    static void setCost(HttpHeaders headers, UsageRecord record) {
        headers.set(BASIS, record.usage().basis().label());
        if (record.usage().basis() != UsageBasis.UNKNOWN) {
            headers.set(COST, Dollars.digits(record.cost()));
        }
    }

    /** Sets what remains of the tightest budget now; for a stream, with its own worst case still reserved. Nothing without a budget. */
    static void setRemaining(HttpHeaders headers, CallMeter call, RequestSummary summary) {
        call.remaining(summary).ifPresent(usd -> headers.set(REMAINING, Dollars.digits(usd)));
    }
}
