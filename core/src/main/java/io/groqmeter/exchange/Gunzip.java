package io.groqmeter.exchange;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Shows the reader of a body plain bytes, also where they pass gzipped.
 *
 * <p>Whether they are gzipped is told by their first two bytes, which begin no other body, and not by a header: a client that
 * decompresses may leave the header as it was. Not thread-safe; close it, or it leaks native memory.
 */
final class Gunzip implements AutoCloseable {

    private static final int HEAD = 10;
    private static final int FLAGS = 3;

    private final Consumer<ByteBuffer> reader;
    private final byte[] head = new byte[HEAD];
    private int headRead;
    private boolean plain;
    private boolean unreadable;
    private @Nullable Inflater inflater;
    private byte[] out = {};

    Gunzip(Consumer<ByteBuffer> reader) {
        this.reader = reader;
    }

    /** Reads the bytes, from position to limit. */
    void read(ByteBuffer bytes) {
        if (!plain && !unreadable && headRead < HEAD) {
            readHead(bytes);
        }
        if (plain) {
            reader.accept(bytes);
        } else if (!unreadable && headRead == HEAD) {
            inflate(bytes);
        }
    }

    /** Whether the bytes turned out to be in a form that is not understood. */
    boolean unreadable() {
        return unreadable;
    }

    private void readHead(ByteBuffer bytes) {
        while (headRead < HEAD && bytes.hasRemaining() && !plain) {
            head[headRead++] = bytes.get();
            plain = headRead == 1 && head[0] != 0x1f || headRead == 2 && head[1] != (byte) 0x8b;
        }
        if (plain) {
            reader.accept(ByteBuffer.wrap(head, 0, headRead));
        } else if (headRead == HEAD) {
            // No server is known to put a name, a comment or more of the kind before an answer.
            unreadable = head[FLAGS] != 0;
            inflater = new Inflater(true);
        }
    }

    private void inflate(ByteBuffer bytes) {
        Inflater deflated = inflater;
        if (deflated == null) {
            return;
        }
        if (out.length == 0) {
            out = new byte[8 * 1024];
        }
        try {
            deflated.setInput(bytes);
            for (int length = deflated.inflate(out); length > 0; length = deflated.inflate(out)) {
                reader.accept(ByteBuffer.wrap(out, 0, length));
            }
        } catch (DataFormatException e) {
            unreadable = true;
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
