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
 * A long answer in progress: each chunk is produced on a worker thread, and only when the client can take more, so that a slow
 * client costs neither memory nor a thread. Lives on the client's event loop.
 */
final class ChunkedResponse implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkedResponse.class);
    private static final long RETRY_MILLIS = 100;

    private final Client client;
    private final Iterator<byte[]> chunks;
    private final Executor workers;
    private boolean producing;
    private boolean finished;

    /** @param chunks the chunks after the first; used by one thread at a time */
    ChunkedResponse(Client client, Iterator<byte[]> chunks, Executor workers) {
        this.client = client;
        this.chunks = chunks;
        this.workers = workers;
    }

    /** Starts with the first chunk, after the answer's head. */
    void begin(byte[] first) {
        write(first);
        next();
    }

    private void next() {
        if (finished || producing || !client.isWritable()) {
            return;
        }
        producing = true;
        try {
            workers.execute(this::produce);
        } catch (RejectedExecutionException e) {
            client.loop()
                    .schedule(
                            () -> {
                                producing = false;
                                next();
                            },
                            RETRY_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void produce() {
        try {
            byte[] chunk = chunks.hasNext() ? chunks.next() : null;
            client.loop().execute(chunk == null ? this::end : () -> produced(chunk));
        } catch (RuntimeException e) {
            LOG.error("Aborted an answer, because its next chunk could not be produced", e);
            client.loop().execute(this::abort);
        }
    }

    private void produced(byte[] chunk) {
        producing = false;
        if (!finished) {
            write(chunk);
            next();
        }
    }

    private void write(byte[] chunk) {
        client.content(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk)));
        client.flush();
    }

    private void end() {
        if (!finished) {
            finished = true;
            client.end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    /** Without a proper end, so that a part is not mistaken for the whole. */
    private void abort() {
        if (!finished) {
            finished = true;
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
        finished = true;
    }
}
