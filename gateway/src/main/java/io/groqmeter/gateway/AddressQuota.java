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
 * How many connections one address has, so that no stranger takes all places. This machine and trusted proxies, which speak for many,
 * may have any number. Used on the listening socket's event loop only.
 */
final class AddressQuota {

    private final int most;
    private final TrustedProxies proxies;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param most how many one may have */
    AddressQuota(int most, TrustedProxies proxies) {
        this.most = most;
        this.proxies = proxies;
    }

    /** Counts a connection until it closes; tells whether its address may have it. */
    boolean take(Channel client, EventExecutor loop) {
        if (!(client.remoteAddress() instanceof InetSocketAddress remote) || isFree(remote.getAddress())) {
            return true;
        }
        String whose = FailedAttempts.subscriber(remote.getAddress());
        int now = taken.merge(whose, 1, Integer::sum);
        client.closeFuture().addListener((Future<Void> closed) -> loop.execute(() -> giveBack(whose)));
        return now <= most;
    }

    private void giveBack(String whose) {
        taken.computeIfPresent(whose, (same, count) -> count > 1 ? count - 1 : null);
    }

    private boolean isFree(InetAddress address) {
        return address.isLoopbackAddress() || proxies.contains(address);
    }

    /** Whether two connections are of one address. */
    boolean isSame(Channel client, Channel other) {
        return client.remoteAddress() instanceof InetSocketAddress one
                && other.remoteAddress() instanceof InetSocketAddress two
                && FailedAttempts.subscriber(one.getAddress()).equals(FailedAttempts.subscriber(two.getAddress()));
    }
}
