package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Controls reading from a client, and queues what has come before its turn (pipelining). While something is queued, nothing more is
 * read. On the connection's event loop.
 */
final class PipelinedRequests {

    private final ClientTimeouts timeouts;
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>();
    private boolean readsBody = true;
    private boolean ended;

    PipelinedRequests(ClientTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** Queues a part until its turn comes. */
    void queue(HttpObject part, Channel channel) {
        waiting.add(part);
        timeouts.pipelining(true);
        update(channel);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The oldest queued part; null when there is none. */
    @Nullable
    HttpObject poll() {
        return waiting.poll();
    }

    /** Stops or resumes reading the request's body. */
    void readBody(boolean on, Channel channel) {
        readsBody = on;
        timeouts.reading(on);
        update(channel);
    }

    /** Prepares for the next request. */
    void next() {
        readsBody = true;
    }

    /** Resumes reading if nothing is queued any more. */
    void resume(Channel channel) {
        timeouts.pipelining(!waiting.isEmpty());
        update(channel);
    }

    private void update(Channel channel) {
        if (!ended) {
            // Nothing comes from a closed side. Netty has removed the socket from epoll by now and cannot add it again.
            channel.config().setAutoRead(waiting.isEmpty() && readsBody);
        }
    }

    /** The client has closed its sending side. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Releases what is queued. */
    void release() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
