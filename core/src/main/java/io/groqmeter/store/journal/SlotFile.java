package io.groqmeter.store.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.groqmeter.store.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of equal slots. Once {@link #put} or {@link #replace} returns, the operating system has the content, and the death of the
 * process does not take it away; nothing waits for the disk.
 *
 * <p>A slot is a head of 8 bytes, the checksum and the length of its content, and the content; a cleared slot's head is 0. A content
 * that the loss of power left half-written fails its checksum and is as if it were not there. The file's first slot says what the file
 * is. Any thread.
 */
final class SlotFile implements Closeable {

    /** Divides a page of memory, so that a kill finds a slot either written or not, also one that is written over. */
    static final int SLOT = 1024;

    private static final int HEAD = Long.BYTES;

    /** The longest content: what it takes to tell of a settled call with three labels, some tags and its charges. */
    static final int LONGEST = SLOT - HEAD;

    private static final int MOST_SLOTS = 65_536;
    private static final byte[] KIND = "groqmeter calls 1\n".getBytes(US_ASCII);

    /** How often a slot is read before it counts as damaged: another process may be writing it just then. */
    private static final int MOST_READS = 5;

    private final FileChannel file;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int slots = 1;

    private SlotFile(FileChannel file) {
        this.file = file;
    }

    /** Makes a file with all slots free. */
    static SlotFile create(Path path) throws IOException {
        FileChannel channel = OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            write(channel, ByteBuffer.wrap(KIND), 0);
            return new SlotFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The contents of a file's slots, in no order, while another process may write it; those of free slots that were not cleared among
     * them. None where there is no such file.
     */
    static List<ByteBuffer> contents(Path path) throws IOException {
        List<ByteBuffer> contents = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            if (bytes.length > 0 && !Arrays.equals(Arrays.copyOf(bytes, KIND.length), KIND)) {
                throw new IOException("it is not a file of calls, or a newer groqmeter's");
            }
            for (int at = SLOT; at + HEAD <= bytes.length; at += SLOT) {
                ByteBuffer slot = ByteBuffer.wrap(bytes, at, Math.min(SLOT, bytes.length - at))
                        .slice();
                for (int reads = 1; !sound(slot) && reads < MOST_READS; reads++) {
                    slot.clear();
                    channel.read(slot, at);
                    slot.clear();
                }
                ByteBuffer content = content(slot);
                if (content != null) {
                    contents.add(content);
                }
            }
        } catch (NoSuchFileException e) {
            // There is none, or its process ended this moment: then the store has all its calls.
        }
        return contents;
    }

    private static boolean sound(ByteBuffer slot) {
        return slot.getLong(0) == 0 || content(slot) != null;
    }

    /** What a slot holds; null when it is cleared or damaged. */
    private static @Nullable ByteBuffer content(ByteBuffer slot) {
        long head = slot.getLong(0);
        int length = (int) head;
        if (length <= 0 || length > slot.capacity() - HEAD) {
            return null;
        }
        ByteBuffer content = slot.slice(HEAD, length);
        return head(content) == head ? content : null;
    }

    private static long head(ByteBuffer content) {
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
        int slot = take();
        try {
            replace(slot, content);
            return slot;
        } catch (IOException e) {
            free(slot);
            throw e;
        }
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
            write(file, ByteBuffer.allocate(HEAD), (long) slot * SLOT);
        } finally {
            free(slot);
        }
    }

    /** The slot freed last is used first, so that the file is as long as there were ever calls at once. */
    private synchronized int take() throws IOException {
        if (!free.isEmpty()) {
            return free.pop();
        }
        if (slots == MOST_SLOTS) {
            throw new IOException("all of its " + MOST_SLOTS + " slots are taken");
        }
        return slots++;
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
