package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** The bytes queued for a client that it has not read. On its event loop. */
final class UnreadBytes {

    private long before;

    /** Whether there are some, and the client has read none of them since the last call. */
    boolean isStalled(Channel client) {
        ChannelOutboundBuffer buffer = client.unsafe().outboundBuffer();
        long now = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        boolean isStalled = now > 0 && now == before;
        before = now;
        return isStalled;
    }
}
