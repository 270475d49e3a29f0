package io.groqmeter.gateway.http;

import java.time.Duration;

/**
 * Limits on client connections.
 *
 * @param maxConnections maximum number of connections; 0 for as many as file descriptors allow
 * @param maxPerAddress maximum per remote address; 0 for a quarter of all
 * @param idleTimeout how long a connection may be idle, or a client neither send the rest of its request nor read its answer
 * @param minRate the minimum upload rate of unknown clients
 */
public record ClientLimits(int maxConnections, int maxPerAddress, Duration idleTimeout, MinRequestRate minRate) {

    public ClientLimits {
        if (maxConnections < 0) {
            throw new IllegalArgumentException(
                    "the maximum number of connections must not be negative: " + maxConnections);
        }
    }

    /** The defaults with another idle timeout. */
    public ClientLimits(int maxConnections, Duration idleTimeout) {
        this(maxConnections, 0, idleTimeout, MinRequestRate.defaults());
    }

    /** As many connections as descriptors allow; five minutes. */
    public static ClientLimits defaults() {
        return new ClientLimits(0, Duration.ofMinutes(5));
    }

    public ClientLimits withMaxConnections(int clients) {
        return new ClientLimits(clients, maxPerAddress, idleTimeout, minRate);
    }

    public ClientLimits withMaxPerAddress(int clients) {
        return new ClientLimits(maxConnections, clients, idleTimeout, minRate);
    }

    public ClientLimits withMinRate(MinRequestRate slowest) {
        return new ClientLimits(maxConnections, maxPerAddress, idleTimeout, slowest);
    }
}
