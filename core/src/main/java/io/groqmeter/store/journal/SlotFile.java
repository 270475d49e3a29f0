package io.groqmeter.store.journal;

import io.groqmeter.store.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of equal slots. Once {@link #put} or {@link #replace} returns, the operating system has the content, and the death of the
 * process does not take it away; nothing waits for the disk.
 *
 * <p>A slot is a head of 8 bytes, the checksum and the length of its content, and the content; a cleared slot has a head of its own. A
 * content that the loss of power left half-written fails its checksum. The first slot is a {@link SlotHeader}. Any thread.
 */
final class SlotFile implements Closeable {

    /** Divides a page of memory, so that a kill finds a slot either written or not, also one that is written over. */
    static final int SLOT = 1024;

    static final int HEAD = Long.BYTES;

    /** The head of a slot that was cleared. It was 0 before 2026-12-01. */
    static final long CLEARED = 1L << Integer.SIZE;

    /** The longest content: what it takes to tell of a settled call with three labels, some tags and its charges. */
    static final int LONGEST = SLOT - HEAD;

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);
    private static final int MOST_SLOTS = 65_536;

    private final FileChannel file;
    private final String mark;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int slots = 1;

    private SlotFile(FileChannel file, String mark) {
        this.file = file;
        this.mark = mark;
    }

    /** Makes a file with all slots free that says whose it is. */
    static SlotFile create(Path path, String mark) throws IOException {
        FileChannel channel = OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            write(channel, new SlotHeader(mark, 1).bytes(), 0);
            return new SlotFile(channel, mark);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static long head(ByteBuffer content) {
        CRC32C sum = new CRC32C();
        sum.update(content.duplicate());
        return sum.getValue() << 32 | content.remaining();
    }

    /** Room for a content of at most {@link #LONGEST} bytes; what follows is to be put into it. */
    static ByteBuffer content() {
        return ByteBuffer.allocate(SLOT).position(HEAD);
    }

    /**
     * Writes a content into a free slot.
     *
     * @param content as {@link #content()} gave it, filled up to its position
     * @return the slot
     * @throws IOException when the disk does not take it, or all slots are taken; nothing has changed then
     */
    int put(ByteBuffer content) throws IOException {
        Integer slot = take();
        if (slot == null) {
            return grow(content);
        }
        try {
            replace(slot, content);
            return slot;
        } catch (IOException e) {
            free(slot);
            throw e;
        }
    }

    /** The slot freed last is used first, so that the file is as long as there were ever calls at once. */
    private synchronized @Nullable Integer take() {
        return free.pollFirst();
    }

    /**
     * Makes a slot more: one at a time, and the first slot counts it only when it is there. So, wherever a kill comes, what was counted
     * and is not there any more, or has not even a head, is damage.
     */
    private synchronized int grow(ByteBuffer content) throws IOException {
        if (slots == MOST_SLOTS) {
            throw new IOException("all of its " + MOST_SLOTS + " slots are taken");
        }
        replace(slots, content);
        slots++;
        try {
            write(file, new SlotHeader(mark, slots).bytes(), 0);
        } catch (IOException e) {
            LOG.debug("The first slot cannot be written: {}", e.getMessage());
        }
        return slots - 1;
    }

    /**
     * Writes a content over that of a slot, by one write within a page: whoever looks later, after a kill too, finds the one or the
     * other.
     *
     * @throws IOException when the disk does not take it
     */
    void replace(int slot, ByteBuffer content) throws IOException {
        content.flip();
        content.putLong(0, head(content.slice(HEAD, content.limit() - HEAD)));
        write(file, content, (long) slot * SLOT);
    }

    /** Empties a slot and frees it. */
    void clear(int slot) throws IOException {
        try {
            write(file, ByteBuffer.allocate(HEAD).putLong(0, CLEARED), (long) slot * SLOT);
        } finally {
            free(slot);
        }
    }

    /** Frees a slot as it is: what it holds stays to be read until something else is put there. */
    synchronized void free(int slot) {
        free.push(slot);
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
