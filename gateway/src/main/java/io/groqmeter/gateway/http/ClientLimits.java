package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * Limits on client connections.
 *
 * @param most maximum number of connections; 0 for as many as file descriptors allow
 * @param mostOfOne maximum per remote address; 0 for a quarter of all
 * @param idleTimeout how long a connection may be idle, or a client neither send the rest of its request nor read its answer
 * @param minRate the minimum upload rate of unknown clients
 */
public record ClientLimits(int most, int mostOfOne, Duration idleTimeout, MinRequestRate minRate) {

    public ClientLimits {
        if (most < 0) {
            throw new IllegalArgumentException("the maximum number of connections must not be negative: " + most);
        }
    }

    /** The defaults with another idle timeout. */
    public ClientLimits(int most, Duration idleTimeout) {
        this(most, 0, idleTimeout, MinRequestRate.usual());
    }

    /** As many connections as descriptors allow; five minutes. */
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
