package io.groqmeter.okhttp;

import io.groqmeter.integration.MeteredExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Okio;
import okio.Sink;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** The bodies of an exchange, read by the meter as they pass: no byte is held back, copied or changed. */
final class MeteredBodies {

    private MeteredBodies() {}

    /** A request body that is read while it is sent. */
    static RequestBody sending(RequestBody body, MeteredExchange exchange) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return body.contentType();
            }

            @Override
            public long contentLength() throws IOException {
                return body.contentLength();
            }

            @Override
            public boolean isOneShot() {
                return body.isOneShot();
            }

            @Override
            public boolean isDuplex() {
                return body.isDuplex();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                BufferedSink shown = Okio.buffer(shownTo(exchange, sink));
                body.writeTo(shown);
                shown.flush();
            }
        };
    }

    private static Sink shownTo(MeteredExchange exchange, Sink sink) {
        return new ForwardingSink(sink) {
            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                show(source, 0, byteCount, exchange::request);
                super.write(source, byteCount);
            }
        };
    }

    /** An answer's body. */
    static ResponseBody answering(ResponseBody body, MeteredExchange exchange, Call call) {
        BufferedSource source = Okio.buffer(shownTo(exchange, body.source(), call));
        return new ResponseBody() {
            @Override
            public @Nullable MediaType contentType() {
                return body.contentType();
            }

            @Override
            public long contentLength() {
                return body.contentLength();
            }

            @Override
            public BufferedSource source() {
                return source;
            }
        };
    }

    private static Source shownTo(MeteredExchange exchange, Source source, Call call) {
        return new ForwardingSource(source) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                try {
                    long before = sink.size();
                    long read = super.read(sink, byteCount);
                    if (read < 0) {
                        exchange.end();
                    } else {
                        show(sink, before, read, exchange::body);
                    }
                    return read;
                } catch (IOException e) {
                    if (call.isCanceled()) {
                        exchange.cancel();
                    } else {
                        exchange.fail(e);
                    }
                    throw e;
                }
            }

            @Override
            public void close() throws IOException {
                exchange.cancel();
                super.close();
            }
        };
    }

    /** Passes some bytes of a buffer to the meter, in place. */
    static void show(Buffer buffer, long from, long count, Consumer<ByteBuffer> reader) {
        try (Buffer.UnsafeCursor cursor = buffer.readUnsafe(new Buffer.UnsafeCursor())) {
            long end = from + count;
            for (long at = from; at < end; ) {
                int length = (int) Math.min(cursor.seek(at), end - at);
                byte[] data = cursor.data;
                if (data == null) {
                    return;
                }
                reader.accept(ByteBuffer.wrap(data, cursor.start, length));
                at += length;
            }
        }
    }
}
