package io.groqmeter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A content that is longer than a slot, in parts. Each part is a slot's content with a checksum of its own, and says by a number whose
 * part it is; the first one names the slots of the others.
 */
final class ContentParts {

    private static final int FIRST_HEAD = SlotFile.HEAD + Long.BYTES + Integer.BYTES + Short.BYTES;
    private static final int OTHER_HEAD = SlotFile.HEAD + Long.BYTES + Integer.BYTES;
    private static final int IN_OTHER = SlotFile.SLOT - OTHER_HEAD;

    private final ByteBuffer content;
    private final long order;
    private final int others;

    /**
     * @param order by which the parts know each other
     * @throws IOException when even the longest chain of slots is too short
     */
    ContentParts(ByteBuffer content, long order) throws IOException {
        this.content = content;
        this.order = order;
        int count = 1;
        while (inFirst(count) > 0 && inFirst(count) + count * IN_OTHER < content.remaining()) {
            count++;
        }
        if (inFirst(count) <= 0) {
            throw new IOException("a call of " + content.remaining() + " bytes is too long");
        }
        this.others = count;
    }

    private static int inFirst(int others) {
        return SlotFile.SLOT - FIRST_HEAD - others * Integer.BYTES;
    }

    /** How many slots it takes besides the first one. */
    int others() {
        return others;
    }

    /** The first part as a slot. */
    ByteBuffer first(int[] slots) {
        ByteBuffer slot = ByteBuffer.allocate(SlotFile.SLOT).position(SlotFile.HEAD);
        slot.putLong(order).putInt(content.remaining()).putShort((short) others);
        for (int other : slots) {
            slot.putInt(other);
        }
        slot.put(content.slice(content.position(), inFirst(others)));
        return headed(slot, SlotHead.FIRST);
    }

    /** Another part as a slot. */
    ByteBuffer other(int part) {
        int from = inFirst(others) + part * IN_OTHER;
        ByteBuffer slot = ByteBuffer.allocate(SlotFile.SLOT).position(SlotFile.HEAD);
        slot.putLong(order).putInt(part);
        slot.put(content.slice(content.position() + from, Math.min(IN_OTHER, content.remaining() - from)));
        return headed(slot, SlotHead.OTHER);
    }

    private static ByteBuffer headed(ByteBuffer slot, int kind) {
        slot.flip();
        return slot.putLong(0, SlotHead.of(slot.slice(SlotFile.HEAD, slot.limit() - SlotFile.HEAD), kind));
    }

    /** Whether a content begins in a sound slot. */
    static boolean begins(ByteBuffer slot) {
        long head = slot.getLong(0);
        return !SlotHead.isEmpty(head) && !SlotHead.isOther(head);
    }

    /** Where the content that begins in a sound slot is. */
    static Place place(int at, ByteBuffer slot) {
        if (!SlotHead.isFirst(slot.getLong(0))) {
            return new Place(at);
        }
        int[] more = new int[slot.getShort(SlotFile.HEAD + Long.BYTES + Integer.BYTES)];
        for (int part = 0; part < more.length; part++) {
            more[part] = slot.getInt(FIRST_HEAD + part * Integer.BYTES);
        }
        return new Place(at, more);
    }

    /**
     * The content that begins in a sound slot.
     *
     * @return null when its other parts belong to another content by now: whoever had it there needs it no more
     */
    static @Nullable ByteBuffer content(FileChannel file, ByteBuffer slot) throws IOException {
        int length = SlotHead.length(slot.getLong(0));
        if (!SlotHead.isFirst(slot.getLong(0))) {
            return slot.slice(SlotFile.HEAD, length);
        }
        Place place = place(0, slot);
        long order = slot.getLong(SlotFile.HEAD);
        int total = slot.getInt(SlotFile.HEAD + Long.BYTES);
        ByteBuffer content = ByteBuffer.allocate(total);
        content.put(slot.slice(FIRST_HEAD + place.more().length * Integer.BYTES, inFirst(place.more().length)));
        for (int part = 0; part < place.more().length; part++) {
            ByteBuffer other = slot(file, place.more()[part]);
            if (!SlotHead.isSound(other)
                    || !SlotHead.isOther(other.getLong(0))
                    || other.getLong(SlotFile.HEAD) != order) {
                return null;
            }
            content.put(other.slice(OTHER_HEAD, Math.min(IN_OTHER, content.remaining())));
        }
        return content.flip();
    }

    /** What begins in a slot of a file; null when that is damaged, or nothing. */
    static @Nullable ByteBuffer read(FileChannel file, int at) throws IOException {
        ByteBuffer slot = slot(file, at);
        return SlotHead.isSound(slot) && begins(slot) ? content(file, slot) : null;
    }

    /** A slot of a file, as far as the file goes; zeros behind that, a head at least. */
    static ByteBuffer slot(FileChannel file, int at) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SlotFile.SLOT);
        while (slot.hasRemaining() && file.read(slot, (long) at * SlotFile.SLOT + slot.position()) >= 0) {
            // Until it is full, or the file ends.
        }
        slot.limit(Math.max(slot.position(), SlotFile.HEAD)).position(0);
        return slot;
    }
}
