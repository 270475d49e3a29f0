package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.ApiError;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The errors the gateway answers when Groq does not.
 *
 * @param upstream the upstream's address
 */
record UpstreamErrors(UpstreamAddress upstream) {

    private static final String MAY_BE_BILLED = ". The call may have been billed; it is listed as unsettled.";
    private static final String NOT_BILLED = ". The request had not been sent completely, so it is not billed.";

    /** No connection could be made; nothing was sent. */
    ApiError unreachable(Throwable cause) {
        return ApiError.upstream(
                502,
                "upstream_unreachable",
                "The gateway could not connect to " + upstream + said(cause)
                        + ". Check the network, or the address in GROQ_BASE_URL or --upstream.");
    }

    /**
     * The connection ended before an answer came.
     *
     * @param sent whether the whole request had gone out, so that Groq may have worked on it
     */
    ApiError closed(@Nullable Throwable cause, boolean sent) {
        return ApiError.upstream(
                502,
                "upstream_closed",
                "The connection to " + upstream + " ended before an answer came" + reason(cause) + billing(sent));
    }

    private static String said(Throwable cause) {
        return cause instanceof IOException && cause.getMessage() != null ? " (" + cause.getMessage() + ")" : "";
    }

    private static String billing(boolean sent) {
        return sent ? MAY_BE_BILLED : NOT_BILLED;
    }

    /** The network's error message; a decoder's may quote the answer, and this is logged too. */
    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "";
        }
        Throwable reported =
                cause instanceof ChannelOutputShutdownException && cause.getCause() != null ? cause.getCause() : cause;
        return reported instanceof IOException
                ? " (" + reported.getMessage() + ")"
                : " (the response is not well-formed HTTP; check the address in GROQ_BASE_URL or --upstream)";
    }

    /**
     * The connection ended within an answer of which the client has seen nothing.
     *
     * @param hasUsage whether the answer's usage had come
     */
    ApiError cut(long bytes, boolean hasUsage) {
        return ApiError.upstream(
                502,
                "upstream_cut",
                "The connection to " + upstream + " ended after " + bytes + " bytes of its answer"
                        + (hasUsage ? ". The usage had come by then and is recorded." : MAY_BE_BILLED));
    }

    /**
     * The upstream was silent for too long.
     *
     * @param sent whether the whole request had gone out, so that Groq may be working on it
     */
    ApiError timedOut(Duration time, boolean sent) {
        return ApiError.upstream(
                504, "upstream_silent", upstream + " has not answered for " + time.toSeconds() + " s" + billing(sent));
    }
}
