package io.groqmeter.gateway.local;

import io.groqmeter.gateway.http.Client;
import io.groqmeter.gateway.http.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A long answer on its way: each piece is made on a worker thread, and only when the client can take more, so that a slow client costs
 * neither memory nor a thread. Lives on the client's event loop.
 */
final class ChunkedResponse implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkedResponse.class);
    private static final long BUSY_MILLIS = 100;

    private final Client client;
    private final Iterator<byte[]> rest;
    private final Executor workers;
    private boolean making;
    private boolean over;

    /** @param rest the pieces after the first; asked by one thread at a time */
    ChunkedResponse(Client client, Iterator<byte[]> rest, Executor workers) {
        this.client = client;
        this.rest = rest;
        this.workers = workers;
    }

    /** Begins, after the answer's head, with the first piece. */
    void begin(byte[] first) {
        write(first);
        next();
    }

    private void next() {
        if (over || making || !client.isWritable()) {
            return;
        }
        making = true;
        try {
            workers.execute(this::make);
        } catch (RejectedExecutionException e) {
            client.loop()
                    .schedule(
                            () -> {
                                making = false;
                                next();
                            },
                            BUSY_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void make() {
        try {
            byte[] piece = rest.hasNext() ? rest.next() : null;
            client.loop().execute(piece == null ? this::end : () -> made(piece));
        } catch (RuntimeException e) {
            LOG.error("An answer broke off, because its next piece could not be made", e);
            client.loop().execute(this::breakOff);
        }
    }

    private void made(byte[] piece) {
        making = false;
        if (!over) {
            write(piece);
            next();
        }
    }

    private void write(byte[] piece) {
        client.content(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
        client.flush();
    }

    private void end() {
        if (!over) {
            over = true;
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /** Without the proper end, so that nobody takes a part for the whole. */
    private void breakOff() {
        if (!over) {
            over = true;
            client.abort();
        }
    }

    @Override
    public void body(HttpContent content) {
        content.release();
    }

    @Override
    public void writabilityChanged() {
        next();
    }

    @Override
    public void clientGone() {
        over = true;
    }
}
