package io.groqmeter.gateway.http;

import io.groqmeter.store.UsageRecord;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;

/** A client that passes everything on to another; implementations override what they change. */
public interface ForwardingClient extends Client {

    /** The client that everything is passed on to. */
    Client client();

    @Override
    default EventLoop loop() {
        return client().loop();
    }

    @Override
    default InetAddress address() {
        return client().address();
    }

    @Override
    default void head(HttpResponse head) {
        client().head(head);
    }

    @Override
    default void content(HttpContent content) {
        client().content(content);
    }

    @Override
    default void end(LastHttpContent last) {
        client().end(last);
    }

    @Override
    default void flush() {
        client().flush();
    }

    @Override
    default boolean isWritable() {
        return client().isWritable();
    }

    @Override
    default void read(boolean on) {
        client().read(on);
    }

    @Override
    default void closeIfIncomplete() {
        client().closeIfIncomplete();
    }

    @Override
    default void authenticated() {
        client().authenticated();
    }

    @Override
    default void settled(UsageRecord record) {
        client().settled(record);
    }

    @Override
    default void abort() {
        client().abort();
    }
}
