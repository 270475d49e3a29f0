package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * How many clients may be connected, and how long one may hold up what it takes part in.
 *
 * @param most clients connected at once; 0 for as many as the process has file descriptors for
 * @param silence how long a connection may lie idle, or a client neither send the rest of its request nor take what waits for it
 */
public record ClientLimits(int most, Duration silence) {

    public ClientLimits {
        if (most < 0) {
            throw new IllegalArgumentException("at least 1 client must be let in, not " + most);
        }
    }

    /** As many as there are descriptors for; five minutes. */
    public static ClientLimits usual() {
        return new ClientLimits(0, Duration.ofMinutes(5));
    }

    public ClientLimits withMost(int clients) {
        return new ClientLimits(clients, silence);
    }
}
