package io.groqmeter.store.journal;

import io.groqmeter.store.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of equal slots, written before they are needed. Once {@link #put} or {@link #replace} returns, the operating system has the
 * content, and the death of the process does not take it away.
 *
 * <p>A slot is a head of 8 bytes, the checksum and the length of its content, and the content; a cleared slot has a head of its own. A
 * longer content takes several slots: the first one names the others, and is written last. The first slot of the file is a
 * {@link SlotHeader}; which slots there are is its {@link SlotSpace}. Guarded by its own monitor, which its users hold, but for
 * {@link #read} and {@link #flush}.
 */
final class SlotFile implements Closeable {

    /** Divides a page of memory, so that a kill finds a slot either written or not, also one that is written over. */
    static final int SLOT = 1024;

    static final int HEAD = Long.BYTES;

    /** The longest content of one slot. */
    static final int LONGEST = SLOT - HEAD;

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);

    private final FileChannel file;
    private final SlotSpace space;

    private SlotFile(FileChannel file, SlotSpace space) {
        this.file = file;
        this.space = space;
    }

    /** Makes a file with all slots free. The parameters are those of {@link SlotSpace}. */
    static SlotFile create(Path path, String mark, int reserve) throws IOException {
        return create(
                OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                mark,
                reserve,
                System::nanoTime);
    }

    static SlotFile create(FileChannel file, String mark, int reserve, LongSupplier nanoTime) throws IOException {
        return ready(file, new SlotSpace(file, mark, reserve, nanoTime), SlotSpace::begin);
    }

    /**
     * Takes over a file that another process has left.
     *
     * @param used the slots whose content is kept
     * @param blank the slots that have to be cleared: unreadable ones, and such as were never written, or hold what is no longer so
     */
    static SlotFile adopt(FileChannel file, String mark, int reserve, BitSet used, BitSet blank) throws IOException {
        return ready(file, new SlotSpace(file, mark, reserve, System::nanoTime), space -> space.takeOver(used, blank));
    }

    /** Makes the space of a file ready. */
    private interface Preparation {
        void prepare(SlotSpace space) throws IOException;
    }

    private static SlotFile ready(FileChannel file, SlotSpace space, Preparation preparation) throws IOException {
        try {
            preparation.prepare(space);
            return new SlotFile(file, space);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Which slots it has. */
    SlotSpace space() {
        return space;
    }

    /** What {@link #put} takes: room for a head, and behind it for a content of that length. */
    static ByteBuffer content(int length) {
        return ByteBuffer.allocate(HEAD + length).position(HEAD);
    }

    /**
     * Writes a content into free slots.
     *
     * @param content as {@link #content} gave it, filled up to its position
     * @param order a number that no other content of this file has
     * @throws IOException when the disk does not take it, or all slots are taken; nothing has changed then
     */
    Place put(ByteBuffer content, long order) throws IOException {
        int slot = space.take();
        try {
            return write(slot, content, order);
        } catch (IOException e) {
            space.free(slot);
            throw e;
        }
    }

    /**
     * Writes a content over another one: whoever looks later, after a kill too, finds the one or the other.
     *
     * @throws IOException when the disk does not take it; nothing has changed then
     */
    Place replace(Place place, ByteBuffer content, long order) throws IOException {
        Place now = write(place.slot(), content, order);
        space.free(place.more());
        return now;
    }

    private Place write(int slot, ByteBuffer content, long order) throws IOException {
        content.flip();
        if (content.limit() <= SLOT) {
            content.putLong(0, SlotHead.of(content.slice(HEAD, content.limit() - HEAD), 0));
            space.write(content, (long) slot * SLOT);
            return new Place(slot);
        }
        ContentParts parts = new ContentParts(content.position(HEAD), order);
        int[] more = space.take(parts.others());
        try {
            for (int part = 0; part < more.length; part++) {
                space.write(parts.other(part), (long) more[part] * SLOT);
            }
            space.write(parts.first(more), (long) slot * SLOT);
            return new Place(slot, more);
        } catch (IOException e) {
            space.free(more);
            throw e;
        }
    }

    /** Says in the file that the store has every content up to that one. */
    void drained(long order) throws IOException {
        space.write(SlotHeader.drained(order), SlotHeader.DRAINED);
    }

    /** What a place holds; null when that is damaged. Any thread. */
    @Nullable
    ByteBuffer read(Place place) throws IOException {
        return ContentParts.read(file, place.slot());
    }

    /** Empties a place and frees it. */
    void clear(Place place) throws IOException {
        space.clear(place.slot());
        free(place);
    }

    /** Empties a place and frees it, even where the disk does not take that: what stays there does no harm, the store knows better. */
    void clearQuietly(Place place) {
        try {
            space.clear(place.slot());
        } catch (IOException e) {
            LOG.debug("A slot cannot be cleared: {}", e.getMessage());
        }
        free(place);
    }

    /** Frees a place as it is: what it holds stays to be read until something else is put there. */
    void free(Place place) {
        space.free(place.slot());
        space.free(place.more());
    }

    /** Waits until the disk has all that is written. Any thread. */
    void flush() throws IOException {
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
