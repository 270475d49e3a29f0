package io.groqmeter.exchange;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes gzip (RFC 1952, any number of members) and deflate, in its zlib wrapper (RFC 1950) or bare, as often as they were applied.
 *
 * <p>What the bytes are is told by how they begin, and not by a header: a client that decompresses may leave the header as it was, and
 * a server may name a coding it did not apply.
 */
public final class ZlibDecoding implements Decoding {

    private static final Logger LOG = LoggerFactory.getLogger(ZlibDecoding.class);

    private static final int MOST_LAYERS = 4;
    private static final int TRAILER = 8;

    private enum Step {
        /** The first byte. */
        FIRST,
        /** The second byte; with the first it tells what this is. */
        SECOND,
        GZIP_HEAD,
        INFLATING,
        GZIP_TRAILER,
        /** Behind a gzip member: zeros, or another member. */
        BETWEEN,
        PLAIN,
        /** Nothing more is read. */
        OVER
    }

    private final Consumer<ByteBuffer> reader;
    private final boolean bare;
    private final int layer;

    private Step step = Step.FIRST;
    private int first;
    private int trailer;
    private boolean gzip;
    private GzipHead head = new GzipHead();
    private @Nullable Inflater inflater;
    private @Nullable ZlibDecoding inner;
    private byte[] out = {};
    private long packed;
    private long unpacked;
    private boolean broken;

    /**
     * A decoding of whatever comes: gzip, zlib, or nothing of the kind.
     *
     * @param reader sees the plain bytes
     */
    public ZlibDecoding(Consumer<ByteBuffer> reader) {
        this(reader, false);
    }

    /** @param bare whether what begins like none of these is bare deflate, unless it is text */
    public ZlibDecoding(Consumer<ByteBuffer> reader, boolean bare) {
        this(reader, bare, 1);
    }

    private ZlibDecoding(Consumer<ByteBuffer> reader, boolean bare, int layer) {
        this.reader = reader;
        this.bare = bare;
        this.layer = layer;
    }

    @Override
    public void read(ByteBuffer bytes) {
        packed += bytes.remaining();
        while (bytes.hasRemaining()) {
            switch (step) {
                case INFLATING -> inflate(bytes);
                case PLAIN -> {
                    reader.accept(bytes);
                    bytes.position(bytes.limit());
                }
                case OVER -> bytes.position(bytes.limit());
                default -> mark(Byte.toUnsignedInt(bytes.get()));
            }
        }
    }

    private void mark(int value) {
        switch (step) {
            case FIRST -> {
                first = value;
                step = Step.SECOND;
            }
            case SECOND -> begin(value);
            case GZIP_HEAD -> {
                if (head.read(value)) {
                    start(new Inflater(true));
                }
            }
            case GZIP_TRAILER -> step = ++trailer == TRAILER ? Step.BETWEEN : step;
            default -> {
                if (value != 0) {
                    // What follows a member and is no other one, nobody reads.
                    first = value;
                    step = Step.SECOND;
                }
            }
        }
    }

    private void begin(int second) {
        boolean zlib = (first & 0x8f) == 8 && (first << Byte.SIZE | second) % 31 == 0;
        if (first == 0x1f && second == 0x8b) {
            gzip = true;
            head = new GzipHead();
            step = Step.GZIP_HEAD;
        } else if (gzip) {
            step = Step.OVER;
        } else if (zlib || (bare && !Decoding.isText((byte) first, (byte) second))) {
            start(new Inflater(!zlib));
            inflate(ByteBuffer.wrap(new byte[] {(byte) first, (byte) second}));
        } else {
            step = Step.PLAIN;
            reader.accept(ByteBuffer.wrap(new byte[] {(byte) first, (byte) second}));
        }
    }

    private void start(Inflater fresh) {
        inflater = fresh;
        step = Step.INFLATING;
        trailer = 0;
        if (out.length == 0) {
            out = new byte[8 * 1024];
            inner = layer < MOST_LAYERS ? new ZlibDecoding(reader, false, layer + 1) : null;
        }
    }

    private void inflate(ByteBuffer bytes) {
        Inflater deflated = inflater;
        if (deflated == null) {
            return;
        }
        long shown = deflated.getBytesWritten();
        try {
            deflated.setInput(bytes);
            int length = deflated.inflate(out);
            while (length > 0 && step == Step.INFLATING) {
                shown += length;
                show(length);
                length = step == Step.INFLATING ? deflated.inflate(out) : 0;
            }
            if (step == Step.INFLATING && deflated.needsDictionary()) {
                giveUp("it needs a dictionary");
            } else if (step == Step.INFLATING && deflated.finished()) {
                end();
                step = gzip ? Step.GZIP_TRAILER : Step.OVER;
            }
        } catch (DataFormatException e) {
            show((int) (deflated.getBytesWritten() - shown));
            giveUp("what follows is broken");
        }
    }

    private void show(int length) {
        if (length > 0) {
            unpacked += length;
            ByteBuffer plain = ByteBuffer.wrap(out, 0, length);
            if (inner != null) {
                inner.read(plain);
            } else {
                reader.accept(plain);
            }
            if (Decoding.isBomb(packed, unpacked)) {
                giveUp(packed + " bytes became " + unpacked);
            }
        }
    }

    private void giveUp(String why) {
        broken = true;
        if (step != Step.OVER) {
            LOG.warn(
                    "The text of a compressed answer ends after {} bytes: {}. What it told by then counts.",
                    unpacked,
                    why);
            close();
        }
    }

    private void end() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    @Override
    public boolean plain() {
        return step == Step.PLAIN;
    }

    @Override
    public boolean broken() {
        return broken || (inner != null && inner.broken());
    }

    @Override
    public void close() {
        end();
        step = Step.OVER;
        if (inner != null) {
            inner.close();
        }
    }
}
