package io.groqmeter.gateway.http;

import io.groqmeter.store.UsageRecord;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;

/**
 * The downstream side of an exchange: who sent the request and gets the answer. Used on its event loop only. Releases the messages
 * written to it, also when the client is gone.
 */
public interface Client {

    EventLoop loop();

    /** The other end of the connection. */
    InetAddress address();

    /** Writes an interim response (1xx) or the head of the answer. Sets no headers but those that frame the body. */
    void head(HttpResponse head);

    /** Writes a piece of the answer's body. */
    void content(HttpContent content);

    /** Writes and flushes the end of the answer; the exchange is over. */
    void end(LastHttpContent last);

    void flush();

    /** Whether more of the answer can be written without queueing up. */
    boolean isWritable();

    /** Stops or resumes reading the request's body. */
    void read(boolean on);

    /**
     * Closes the connection after the answer, unless the request has come whole. For an error of the gateway's own: a client must not
     * hold the connection by not sending the rest.
     */
    default void closeIfIncomplete() {}

    /** The request carried a valid key or token; the limits for unknown clients do not apply to it. */
    default void authenticated() {}

    /** The call behind the answer has been settled. Called before the answer's end, and only where there is a record. */
    default void settled(UsageRecord record) {}

    /** Breaks the answer off: the connection closes without the answer's proper end. */
    void abort();
}
