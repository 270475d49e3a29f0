package io.groqmeter.store.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first slot of a {@link SlotFile}: the kind of file, and behind that a block with a checksum of its own.
 *
 * @param mark of the installation the file belongs to; empty where nobody said
 * @param slots how many slots the file has, this one among them: it was at least so long
 */
record SlotHeader(String mark, int slots) {

    private static final byte[] KIND = "groqmeter calls 2\n".getBytes(US_ASCII);

    /** Contents of these have no number, and none takes more than a slot. */
    private static final byte[] EARLIER = "groqmeter calls 1\n".getBytes(US_ASCII);

    /** Where the number of the last content that the store has stands, with a checksum before it. */
    static final int DRAINED = 512;

    /** Where the block begins. Files from before 2026-12-01 have zeros there, or end before. */
    private static final int BLOCK = 32;

    private static final int HEAD = 2 * Integer.BYTES;

    /** What the first slot of a file looks like. */
    enum Form {
        /** Nothing of it is as groqmeter writes it. */
        STRANGE,
        /** Of the time before the block. */
        PLAIN,
        /** The kind is right and the block is not, or the other way round. */
        DAMAGED,
        SOUND
    }

    static Form form(byte[] file) {
        boolean kind = begins(file, KIND) || begins(file, EARLIER);
        if (read(file).isPresent()) {
            return kind ? Form.SOUND : Form.DAMAGED;
        }
        if (!kind) {
            return Form.STRANGE;
        }
        for (int at = KIND.length; at < Math.min(file.length, SlotFile.SLOT); at++) {
            if (file[at] != 0) {
                return Form.DAMAGED;
            }
        }
        return Form.PLAIN;
    }

    private static boolean begins(byte[] file, byte[] kind) {
        return file.length >= kind.length && Arrays.equals(Arrays.copyOf(file, kind.length), kind);
    }

    /** What is written at {@link #DRAINED}. */
    static ByteBuffer drained(long order) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putLong(Integer.BYTES, order);
        return bytes.putInt(0, sum(bytes.slice(Integer.BYTES, Long.BYTES)));
    }

    /** The number of the last content that the store has for certain; 0 where the file does not say. */
    static long drained(byte[] file) {
        if (file.length < DRAINED + Integer.BYTES + Long.BYTES) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        boolean sound = bytes.getInt(DRAINED) == sum(bytes.slice(DRAINED + Integer.BYTES, Long.BYTES));
        return sound ? bytes.getLong(DRAINED + Integer.BYTES) : 0;
    }

    /** What the block says, if it is whole. */
    static Optional<SlotHeader> read(byte[] file) {
        if (file.length < BLOCK + HEAD) {
            return Optional.empty();
        }
        ByteBuffer block = ByteBuffer.wrap(file, BLOCK, Math.min(file.length, SlotFile.SLOT) - BLOCK);
        int sum = block.getInt();
        int length = block.getInt();
        if (length < Integer.BYTES || length > block.remaining()) {
            return Optional.empty();
        }
        ByteBuffer said = block.slice().limit(length);
        if (sum(said) != sum) {
            return Optional.empty();
        }
        int slots = said.getInt();
        return Optional.of(new SlotHeader(UTF_8.decode(said).toString(), slots));
    }

    /** All of it, to be written by one write. */
    ByteBuffer bytes() {
        byte[] name = mark.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK + HEAD + Integer.BYTES + name.length);
        bytes.put(KIND).position(BLOCK + HEAD);
        bytes.putInt(slots).put(name).flip();
        bytes.putInt(BLOCK, sum(bytes.duplicate().position(BLOCK + HEAD)))
                .putInt(BLOCK + Integer.BYTES, bytes.limit() - BLOCK - HEAD);
        return bytes;
    }

    private static int sum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.duplicate());
        return (int) sum.getValue();
    }
}
