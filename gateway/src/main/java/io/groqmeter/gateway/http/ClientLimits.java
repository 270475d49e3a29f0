package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * How many clients may be connected, and how long one may hold up what it takes part in.
 *
 * @param most clients connected at once; 0 for as many as the process has file descriptors for
 * @param mostOfOne how many of them from one address of another machine; 0 for a quarter of all
 * @param idleTimeout how long a connection may lie idle, or a client neither send the rest of its request nor take what waits for it
 * @param minRate how slowly a request of somebody unknown may come
 */
public record ClientLimits(int most, int mostOfOne, Duration idleTimeout, MinRequestRate minRate) {

    public ClientLimits {
        if (most < 0) {
            throw new IllegalArgumentException("at least 1 client must be let in, not " + most);
        }
    }

    /** The usual with another silence. */
    public ClientLimits(int most, Duration idleTimeout) {
        this(most, 0, idleTimeout, MinRequestRate.usual());
    }

    /** As many as there are descriptors for; five minutes. */
    public static ClientLimits usual() {
        return new ClientLimits(0, Duration.ofMinutes(5));
    }

    public ClientLimits withMost(int clients) {
        return new ClientLimits(clients, mostOfOne, idleTimeout, minRate);
    }

    public ClientLimits withMostOfOne(int clients) {
        return new ClientLimits(most, clients, idleTimeout, minRate);
    }

    public ClientLimits withPace(MinRequestRate slowest) {
        return new ClientLimits(most, mostOfOne, idleTimeout, slowest);
    }
}
