package io.groqmeter.gateway.proxy;

import io.groqmeter.exchange.CallMeter;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.report.Dollars;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageBasis;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** The headers the gateway adds to an answer: which call it is, what it cost and how that is known, what its budget has left. */
final class AnswerHeaders {

    private static final AsciiString CALL_ID = AsciiString.cached("x-groqmeter-id");
    private static final AsciiString COST = AsciiString.cached("x-groqmeter-cost-usd");
    private static final AsciiString BASIS = AsciiString.cached("x-groqmeter-usage-basis");
    private static final AsciiString WARNING = AsciiString.cached("x-groqmeter-warning");
    private static final AsciiString REMAINING = AsciiString.cached("x-groqmeter-budget-remaining-usd");

    private AnswerHeaders() {}

    /** Which call it is, and what of its attribution was not taken as it was. */
    static void setId(HttpHeaders headers, CallMeter call) {
        headers.set(CALL_ID, call.id());
        if (call.remark() != null) {
            headers.set(WARNING, call.remark());
        }
    }

    /** How the call's usage is known, and what it cost, unless that is unknown. */
    static void setCost(HttpHeaders headers, UsageRecord record) {
        headers.set(BASIS, record.usage().basis().label());
        if (record.usage().basis() != UsageBasis.UNKNOWN) {
            headers.set(COST, Dollars.digits(record.cost()));
        }
    }

    /** What is left of the tightest budget, now: of a stream, while its own worst case is reserved. Nothing where none applies. */
    static void setRemaining(HttpHeaders headers, CallMeter call, RequestSummary summary) {
        call.remaining(summary).ifPresent(usd -> headers.set(REMAINING, Dollars.digits(usd)));
    }
}
