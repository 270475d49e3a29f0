package io.groqmeter.exchange;

import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.Estimate;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;

/**
 * What a call used and how it ended, by its request and by what was seen of its answer.
 *
 * @param usage what Groq reported, completed by an estimate where that is not everything
 */
record CallEnd(Usage usage, Outcome outcome) {

    /**
     * The end of a call whose answer has begun.
     *
     * @param outcome how the exchange ended; an answer that failed is an error all the same
     */
    static CallEnd of(Endpoint endpoint, RequestSummary request, SeenAnswer seen, Outcome outcome) {
        AnswerSummary answer = seen.answer();
        int status = seen.status();
        Usage usage = Call.answered(status) ? reportedOrEstimated(endpoint, request, answer) : answer.usage();
        // An answer on an unknown path that reports no usage used nothing.
        boolean unbilled = endpoint == Endpoint.OTHER && usage.basis() == UsageBasis.UNKNOWN;
        boolean early = outcome == Outcome.ABORTED || outcome == Outcome.CUT;
        boolean failed = status >= 400 ? outcome != Outcome.ABORTED : answer.brokenOff() && !early;
        return new CallEnd(unbilled ? Usage.nothing() : usage, failed ? Outcome.ERROR : outcome);
    }

    /**
     * Whether an answer that will not be complete can be settled. What it reported counts. Without that, only a stream can be estimated,
     * once a piece of its output has passed: Groq works, and bills, once it answers with a 2xx.
     */
    static boolean isKnown(Endpoint endpoint, RequestSummary request, SeenAnswer seen) {
        UsageBasis basis = reportedOrEstimated(endpoint, request, seen.answer()).basis();
        return basis == UsageBasis.MEASURED
                || (seen.streamed() && basis == UsageBasis.ESTIMATED)
                || !Call.answered(seen.status());
    }

    private static Usage reportedOrEstimated(Endpoint endpoint, RequestSummary request, AnswerSummary answer) {
        return answer.usage().basis() == UsageBasis.MEASURED ? answer.usage() : Estimate.of(endpoint, request, answer);
    }
}
