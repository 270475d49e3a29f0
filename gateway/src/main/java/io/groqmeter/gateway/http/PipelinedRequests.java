package io.groqmeter.gateway.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client's requests are read, and what has come of them before its turn (pipelining). While something waits, nothing more
 * is read. On the connection's event loop.
 */
final class PipelinedRequests {

    private final ClientTimeouts timeouts;
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>();
    private boolean readsBody = true;
    private boolean ended;

    PipelinedRequests(ClientTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** Keeps a part until its turn comes. */
    void queue(HttpObject part, Channel channel) {
        waiting.add(part);
        timeouts.pipelining(true);
        update(channel);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The part that has waited longest; null when none waits. */
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

    /** The next request may come. */
    void next() {
        readsBody = true;
    }

    /** Reads on if nothing waits any more. */
    void resume(Channel channel) {
        timeouts.pipelining(!waiting.isEmpty());
        update(channel);
    }

    private void update(Channel channel) {
        if (!ended) {
            // Of a closed side nothing comes. Netty has taken the socket out of epoll by now, and cannot put it back.
            channel.config().setAutoRead(waiting.isEmpty() && readsBody);
        }
    }

    /** The client has closed its side. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Lets go of what waits. */
    void release() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
