package io.groqmeter.gateway;

import io.groqmeter.gateway.access.FailedAttempts;
import io.groqmeter.gateway.access.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections per address, so that no single client takes all of them. This machine and trusted proxies, which speak for
 * many clients, are exempt. Used on the listening socket's event loop only.
 */
final class AddressQuota {

    private final int max;
    private final TrustedProxies proxies;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param max connections per address */
    AddressQuota(int max, TrustedProxies proxies) {
        this.max = max;
        this.proxies = proxies;
    }

    /** Counts a connection until it closes; false when its address has too many. */
    boolean acquire(Channel client, EventExecutor loop) {
        if (!(client.remoteAddress() instanceof InetSocketAddress remote) || isExempt(remote.getAddress())) {
            return true;
        }
        String subscriber = FailedAttempts.subscriber(remote.getAddress());
        int now = counts.merge(subscriber, 1, Integer::sum);
        client.closeFuture().addListener((Future<Void> closed) -> loop.execute(() -> release(subscriber)));
        return now <= max;
    }

    private void release(String subscriber) {
        counts.computeIfPresent(subscriber, (same, count) -> count > 1 ? count - 1 : null);
    }

    private boolean isExempt(InetAddress address) {
        return address.isLoopbackAddress() || proxies.contains(address);
    }

    /** Whether two connections come from the same address. */
    boolean sameAddress(Channel client, Channel other) {
        return client.remoteAddress() instanceof InetSocketAddress one
                && other.remoteAddress() instanceof InetSocketAddress two
                && FailedAttempts.subscriber(one.getAddress()).equals(FailedAttempts.subscriber(two.getAddress()));
    }
}
