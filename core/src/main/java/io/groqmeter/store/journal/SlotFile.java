package io.groqmeter.store.journal;

import io.groqmeter.store.file.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of equal slots, written before they are needed, so that a full disk still has room for some. Once {@link #put} or
 * {@link #replace} returns, the operating system has the content, and the death of the process does not take it away.
 *
 * <p>A slot is a head of 8 bytes, the checksum and the length of its content, and the content; a cleared slot has a head of its own. A
 * longer content takes several slots: the first one names the others, and is written last. The first slot of the file is a
 * {@link SlotHeader}. Guarded by its own monitor, which its users hold, but for {@link #read} and {@link #flush}.
 */
final class SlotFile implements Closeable {

    /** Divides a page of memory, so that a kill finds a slot either written or not, also one that is written over. */
    static final int SLOT = 1024;

    static final int HEAD = Long.BYTES;

    /** The longest content of one slot. */
    static final int LONGEST = SLOT - HEAD;

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);

    /** 4 GiB. */
    private static final int MOST_SLOTS = 1 << 22;

    /** How many slots the file grows by. */
    private static final int SEGMENT = 64;

    /** How many slots too many the file may have before it is cut. */
    private static final int SPARE = 1024;

    private final FileChannel file;
    private final String mark;
    private final int reserve;
    private final FreeSlots free = new FreeSlots();

    /** How many slots are written, the first one among them; the file may have more, left by a cut that failed. */
    private int written = 1;

    private int longest = 1;
    private int counted;
    private boolean countsAtOnce = true;
    private @Nullable String growth;

    private SlotFile(FileChannel file, String mark, int reserve) {
        this.file = file;
        this.mark = mark;
        this.reserve = reserve;
    }

    /**
     * Makes a file with all slots free.
     *
     * @param mark whose it is
     * @param reserve how many free slots to keep written in advance, as long as the disk has room
     */
    static SlotFile create(Path path, String mark, int reserve) throws IOException {
        FileChannel channel =
                OwnerOnly.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            SlotFile slots = new SlotFile(channel, mark, reserve);
            slots.count(1);
            slots.fill();
            return slots;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Takes over a file that another process has left.
     *
     * @param used the slots whose content is kept
     * @param blank the slots that have to be cleared: unreadable ones, and such as were never written
     */
    static SlotFile adopt(Path path, String mark, int reserve, BitSet used, BitSet blank) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            SlotFile slots = new SlotFile(channel, mark, reserve);
            slots.takeOver(used, blank);
            slots.fill();
            return slots;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void takeOver(BitSet used, BitSet blank) throws IOException {
        int whole = (int) (file.size() / SLOT);
        boolean part = file.size() % SLOT >= HEAD;
        written = Math.max(1, part ? whole + 1 : whole);
        longest = written;
        if (part) {
            write(ByteBuffer.allocate(1), (long) written * SLOT - 1); // where all of it was one content
        } else {
            file.truncate((long) written * SLOT);
        }
        for (int slot = blank.nextSetBit(1); slot >= 0 && slot < written; slot = blank.nextSetBit(slot + 1)) {
            clear(slot);
        }
        free.add(1, written);
        free.remove(used);
        count(written);
    }

    private void fill() {
        int before;
        do {
            before = free.count();
            if (before < reserve) {
                grow();
            }
        } while (free.count() > before);
        if (growth != null) {
            LOG.warn("No space can be reserved for a full disk: {}", growth);
        }
    }

    /** From now on its growth is not counted in the file by itself, but by {@link #count}, when it has reached the disk. */
    void countWhenFlushed() {
        countsAtOnce = false;
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
        int slot = take();
        try {
            return write(slot, content, order);
        } catch (IOException e) {
            free.add(slot);
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
        free(place.more());
        return now;
    }

    private Place write(int slot, ByteBuffer content, long order) throws IOException {
        content.flip();
        if (content.limit() <= SLOT) {
            content.putLong(0, SlotHead.of(content.slice(HEAD, content.limit() - HEAD), 0));
            write(content, (long) slot * SLOT);
            return new Place(slot);
        }
        ContentParts parts = new ContentParts(content.position(HEAD), order);
        int[] more = take(parts.others());
        try {
            for (int part = 0; part < more.length; part++) {
                write(parts.other(part), (long) more[part] * SLOT);
            }
            write(parts.first(more), (long) slot * SLOT);
            return new Place(slot, more);
        } catch (IOException e) {
            free(more);
            throw e;
        }
    }

    private int[] take(int count) throws IOException {
        int[] slots = new int[count];
        for (int taken = 0; taken < count; taken++) {
            try {
                slots[taken] = take();
            } catch (IOException e) {
                free(Arrays.copyOf(slots, taken));
                throw e;
            }
        }
        return slots;
    }

    private void free(int[] slots) {
        for (int slot : slots) {
            free.add(slot);
        }
    }

    private int take() throws IOException {
        if (free.count() <= reserve) {
            grow();
        }
        int slot = free.take();
        if (slot < 0) {
            throw new IOException(growth == null ? "all of its " + written + " slots are taken" : growth);
        }
        return slot;
    }

    /**
     * Writes some slots more, and the first slot counts them only when they are there. So, wherever a kill comes, what was counted and
     * is not there any more, or has not even a head, is damage.
     */
    private void grow() {
        if (written > MOST_SLOTS - SEGMENT) {
            return;
        }
        ByteBuffer segment = ByteBuffer.allocate(SEGMENT * SLOT);
        for (int slot = 0; slot < SEGMENT; slot++) {
            segment.putLong(slot * SLOT, SlotHead.CLEARED);
        }
        int longer = written + SEGMENT;
        try {
            write(segment, (long) written * SLOT);
            longest = Math.max(longest, longer);
            if (countsAtOnce) {
                count(longer);
            }
        } catch (IOException e) {
            growth = String.valueOf(e.getMessage());
            return;
        }
        growth = null;
        free.add(written, longer);
        written = longer;
    }

    /** How many slots are written. */
    int written() {
        return written;
    }

    /** Says in the file that it has so many slots, where it does not yet. */
    void count(int slots) throws IOException {
        if (counted != slots) {
            write(new SlotHeader(mark, slots).bytes(), 0);
            counted = slots;
        }
    }

    /** Says in the file that the store has every content up to that one. */
    void drained(long order) throws IOException {
        write(SlotHeader.drained(order), SlotHeader.DRAINED);
    }

    /** What a place holds; null when that is damaged. Any thread. */
    @Nullable
    ByteBuffer read(Place place) throws IOException {
        return ContentParts.read(file, place.slot());
    }

    /** Empties a place and frees it. */
    void clear(Place place) throws IOException {
        clear(place.slot());
        free(place);
    }

    /** Empties a place and frees it, even where the disk does not take that: what stays there does no harm, the store knows better. */
    void clearQuietly(Place place) {
        try {
            clear(place.slot());
        } catch (IOException e) {
            LOG.debug("A slot cannot be cleared: {}", e.getMessage());
        }
        free(place);
    }

    private void clear(int slot) throws IOException {
        write(ByteBuffer.allocate(HEAD).putLong(0, SlotHead.CLEARED), (long) slot * SLOT);
    }

    /** Frees a place as it is: what it holds stays to be read until something else is put there. */
    void free(Place place) {
        free.add(place.slot());
        free(place.more());
    }

    /**
     * Gives up slots at the end that are too many.
     *
     * @return whether there were any: then {@link #flush}, and {@link #cut} what was given up
     */
    boolean shorten() throws IOException {
        int keep = free.lastUsed(written) + 1 + reserve;
        if (longest - keep < SPARE || written < keep) {
            return false;
        }
        count(keep);
        free.remove(keep, written);
        written = keep;
        return true;
    }

    /** Waits until the disk has all that is written. Any thread. */
    void flush() throws IOException {
        file.force(false);
    }

    /** Gives the space of slots that were given up back to the disk. */
    void cut() throws IOException {
        file.truncate((long) written * SLOT);
        longest = written;
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
