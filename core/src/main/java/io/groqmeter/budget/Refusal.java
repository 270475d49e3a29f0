package io.groqmeter.budget;

import java.time.Duration;
import java.util.Optional;

/**
 * The refusal of a call.
 *
 * @param reason which kind of refusal
 * @param message one or two sentences for the caller: the rule, the numbers, the remedy
 * @param retryAfter how long to wait before another try; empty when waiting does not help
 */
public record Refusal(Reason reason, String message, Optional<Duration> retryAfter) {

    /** The kinds of refusals, with the HTTP status and the code an error of Groq's API would carry. */
    public enum Reason {
        /** The spend and this call's worst case together exceed a hard budget. */
        BUDGET_EXCEEDED(402, "budget_exceeded"),
        /** Only the reservations of open calls prevent it. */
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

    /** A hard budget applies to the call, and the store did not record it as open. */
    public static Refusal notOnDisk() {
        return new Refusal(
                Reason.BUDGET_UNAVAILABLE,
                "A hard budget applies to this call, and the call could not be recorded before it left, so it was not sent."
                        + " See the gateway's /healthz, or the log, for what is wrong with the store.",
                Optional.of(Duration.ofSeconds(1)));
    }
}
