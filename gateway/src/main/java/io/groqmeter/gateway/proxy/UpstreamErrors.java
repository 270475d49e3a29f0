package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.ApiError;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway answers when Groq does not.
 *
 * @param upstream where Groq was looked for
 */
record UpstreamErrors(UpstreamAddress upstream) {

    private static final String MAY_BE_BILLED = ". The call may have been billed; it is listed as unsettled.";

    /** No connection could be made; nothing was sent. */
    ApiError unreachable(Throwable cause) {
        return ApiError.upstream(
                502,
                "upstream_unreachable",
                "The gateway could not connect to " + upstream + " ("
                        + cause.getClass().getSimpleName() + "). Check the network, or the address in GROQ_BASE_URL.");
    }

    /**
     * The connection ended before an answer came.
     *
     * @param reached whether the request may have reached Groq
     */
    ApiError closed(@Nullable Throwable cause, boolean reached) {
        return ApiError.upstream(
                502,
                "upstream_closed",
                "The connection to " + upstream + " ended before an answer came"
                        + why(cause)
                        + (reached ? MAY_BE_BILLED : "."));
    }

    /** The network's own words; a decoder's may quote the answer, and this is logged too. */
    private static String why(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        return cause instanceof IOException
                ? " (" + cause.getMessage() + ")"
                : " (what it sent is not well-formed HTTP; check the address in GROQ_BASE_URL)";
    }

    /** The connection ended in the middle of an answer of which the client has seen nothing. */
    ApiError cut(long bytes) {
        return ApiError.upstream(
                502,
                "upstream_cut",
                "The connection to " + upstream + " ended after " + bytes + " bytes of its answer" + MAY_BE_BILLED);
    }

    /** Nothing was heard for too long. */
    ApiError silent(Duration time) {
        return ApiError.upstream(
                504, "upstream_silent", upstream + " has not answered for " + time.toSeconds() + " s" + MAY_BE_BILLED);
    }
}
