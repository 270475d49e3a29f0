package io.groqmeter.budget;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call may not leave.
 *
 * @param reason which kind of refusal
 * @param message one sentence or two for the caller: which rule, which numbers, how to mend it
 * @param retryAfter when it may be tried again with a chance; empty when that is not a matter of waiting
 */
public record Refusal(Reason reason, String message, Optional<Duration> retryAfter) {

    /** The kinds of refusals, with the HTTP status and the code an error of Groq's API would carry. */
    public enum Reason {
        /** What is spent and this call's worst case together pass a hard budget. */
        BUDGET_EXCEEDED(402, "budget_exceeded"),
        /** Only what calls in flight have reserved stands in the way. */
        BUDGET_BUSY(429, "budget_busy"),
        /** A hard budget cannot bound what the call costs. */
        UNPRICED(402, "unpriced"),
        /** A hard budget cannot be enforced at present. */
        BUDGET_UNAVAILABLE(503, "budget_unavailable"),
        /** A limit per minute is used up. */
        LIMIT_EXCEEDED(429, "limit_exceeded");

        private final int status;
        private final String code;

        Reason(int status, String code) {
            this.status = status;
            this.code = code;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The code in the error's body. */
        public String code() {
            return code;
        }
    }

    /** A hard budget is about the call, and the store did not take it down as open. */
    public static Refusal notOnDisk() {
        return new Refusal(
                Reason.BUDGET_UNAVAILABLE,
                "A hard budget is about this call, and the books cannot take it down before it leaves, so it was not sent."
                        + " See the gateway's /healthz, or the log, for what is wrong with them.",
                Optional.of(Duration.ofSeconds(1)));
    }
}
