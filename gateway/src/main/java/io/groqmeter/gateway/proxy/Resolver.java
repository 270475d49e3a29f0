package io.groqmeter.gateway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Resolves host names off the event loops: the JDK's lookup blocks, so it runs on a thread of its own. The JDK caches ({@code
 * networkaddress.cache.ttl}).
 */
final class Resolver implements AutoCloseable {

    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "groqmeter-resolver");
        worker.setDaemon(true);
        return worker;
    });

    /** The address of a host; fails with {@link UnknownHostException}. The future completes on the loop. */
    Future<InetAddress> resolve(String host, EventLoop loop) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            try {
                return loop.newSucceededFuture(InetAddress.getByAddress(host, literal));
            } catch (UnknownHostException e) {
                return loop.newFailedFuture(e);
            }
        }
        Promise<InetAddress> found = loop.newPromise();
        thread.execute(() -> {
            try {
                found.trySuccess(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                found.tryFailure(e);
            }
        });
        return found;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
