package io.groqmeter.integration;

import io.groqmeter.usage.Outcome;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;

/**
 * The failure of an exchange before or during its answer.
 *
 * @param outcome the outcome of a call that had left
 * @param neverLeft whether no connection was made, so that nothing was sent
 */
record Failure(Outcome outcome, boolean neverLeft) {

    static Failure of(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && !neverLeft(root)) {
            root = root.getCause();
        }
        return new Failure(root instanceof CancellationException ? Outcome.ABORTED : Outcome.CUT, neverLeft(root));
    }

    private static boolean neverLeft(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof HttpConnectTimeoutException;
    }
}
