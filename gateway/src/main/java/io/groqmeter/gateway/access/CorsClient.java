package io.groqmeter.gateway.access;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.store.UsageRecord;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client whose answers tell its browser which page may read them.
 *
 * @param client takes the answers
 * @param cors what they say
 * @param origin the page's, as they say it; null when it may not read them
 */
record CorsClient(Client client, Cors cors, @Nullable String origin) implements Client {

    @Override
    public void head(HttpResponse head) {
        if (head.status().code() >= 200) {
            cors.tell(origin, head.headers());
        }
        client.head(head);
    }

    @Override
    public EventLoop loop() {
        return client.loop();
    }

    @Override
    public InetAddress address() {
        return client.address();
    }

    @Override
    public void content(HttpContent content) {
        client.content(content);
    }

    @Override
    public void end(LastHttpContent last) {
        client.end(last);
    }

    @Override
    public void flush() {
        client.flush();
    }

    @Override
    public boolean isWritable() {
        return client.isWritable();
    }

    @Override
    public void read(boolean on) {
        client.read(on);
    }

    @Override
    public void settled(UsageRecord record) {
        client.settled(record);
    }

    @Override
    public void refuses() {
        client.refuses();
    }

    @Override
    public void vouched() {
        client.vouched();
    }

    @Override
    public void abort() {
        client.abort();
    }
}
