package io.groqmeter.gateway.http;

import io.groqmeter.store.UsageRecord;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;

/**
 * The side of an exchange that asked. Used on its event loop only. Messages written to it are released by it, also when the client
 * is gone.
 */
public interface Client {

    EventLoop loop();

    /** Where the client calls from. */
    InetAddress address();

    /** Writes an interim answer (1xx) or the answer's head. Sets no headers but those that frame the body. */
    void head(HttpResponse head);

    /** Writes a piece of the answer's body. */
    void content(HttpContent content);

    /** Writes and flushes the end of the answer; the exchange is over. */
    void end(LastHttpContent last);

    void flush();

    /** Whether more of the answer can be written without piling up. */
    boolean isWritable();

    /** Stops or resumes reading the request's body. */
    void read(boolean on);

    /**
     * The answer that follows is the gateway's own refusal: the rest of the request is not waited for, so that nobody holds the
     * connection by not sending it.
     */
    default void refuses() {}

    /** Whoever asked has shown a key or token that is right, and is not treated as a stranger. */
    default void vouched() {}

    /** The call behind the answer has been settled; told before the answer's end, where there is something to tell. */
    default void settled(UsageRecord record) {}

    /** Breaks the answer off: the connection closes without the answer's proper end. */
    void abort();
}
