package io.groqmeter.store.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The first eight bytes of a slot: the checksum of what it holds, and its length, beside which a bit may stand. */
final class SlotHead {

    /** That of a cleared slot. It was 0 before 2026-12-01. */
    static final long CLEARED = 1L << Integer.SIZE;

    /** A bit beside the length: more of the content is in other slots. */
    static final int FIRST = 1 << 30;

    /** A bit beside the length: this belongs to the content that begins in another slot. */
    static final int OTHER = 1 << 29;

    private SlotHead() {}

    /** @param kind 0, or one of the bits */
    static long of(ByteBuffer content, int kind) {
        CRC32C sum = new CRC32C();
        sum.update(content.duplicate());
        if (kind != 0) {
            sum.update(kind >>> 24);
        }
        return sum.getValue() << 32 | kind | content.remaining();
    }

    static boolean isEmpty(long head) {
        return head == 0 || head == CLEARED;
    }

    static boolean isFirst(long head) {
        return (head & FIRST) != 0;
    }

    static boolean isOther(long head) {
        return (head & OTHER) != 0;
    }

    static int length(long head) {
        return (int) head & ~(FIRST | OTHER);
    }

    /** Whether a slot is sound: the checksum of what it holds is right, or it holds nothing. */
    static boolean isSound(ByteBuffer slot) {
        long head = slot.getLong(0);
        if (isEmpty(head)) {
            return true;
        }
        int length = length(head);
        return length > 0
                && length <= slot.limit() - SlotFile.HEAD
                && of(slot.slice(SlotFile.HEAD, length), (int) head & (FIRST | OTHER)) == head;
    }
}
