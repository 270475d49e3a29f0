package io.groqmeter.gateway.proxy;

import io.groqmeter.gateway.http.Client;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;

/**
 * Replaces a client that has hung up; discards what it is given.
 *
 * @param gone the client it replaces
 */
record DiscardingClient(Client gone) implements Client {

    @Override
    public EventLoop loop() {
        return gone.loop();
    }

    @Override
    public InetAddress address() {
        return gone.address();
    }

    @Override
    public void head(HttpResponse head) {}

    @Override
    public void content(HttpContent content) {
        content.release();
    }

    @Override
    public void end(LastHttpContent last) {
        last.release();
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void read(boolean on) {}

    @Override
    public void abort() {}
}
