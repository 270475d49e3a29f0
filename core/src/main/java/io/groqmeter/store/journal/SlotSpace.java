package io.groqmeter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which slots a {@link SlotFile} has, and which of them are free: it grows in advance, so that a full disk still has room for some calls,
 * and is shortened when it is far too long. Guarded as the file is.
 */
final class SlotSpace {

    private static final Logger LOG = LoggerFactory.getLogger(SlotSpace.class);

    /** 4 GiB. */
    private static final int MOST_SLOTS = 1 << 22;

    /** How many slots the file grows by. */
    private static final int SEGMENT = 64;

    /** How many slots too many the file may have before it is cut. */
    private static final int SPARE = 1024;

    /** How long the file does not try to grow after it could not, in nanoseconds: the next calls use the reserve at once. */
    static final long GROWTH_PAUSE = 1_000_000_000;

    private final FileChannel file;
    private final String mark;
    private final int reserve;
    private final LongSupplier nanoTime;
    private final FreeSlots free = new FreeSlots();

    /** How many slots are written, the first one among them; the file may have more, left by a cut that failed. */
    private int written = 1;

    private int longest = 1;
    private int counted;
    private boolean countsAtOnce = true;

    /** Why the file could not grow the last time; null when it could. */
    private @Nullable String shortage;

    private long shortSince;

    /**
     * @param mark whose the file is
     * @param reserve how many free slots to keep written in advance, as long as the disk has room
     * @param nanoTime as {@link System#nanoTime}
     */
    SlotSpace(FileChannel file, String mark, int reserve, LongSupplier nanoTime) {
        this.file = file;
        this.mark = mark;
        this.reserve = reserve;
        this.nanoTime = nanoTime;
    }

    /** Begins a file. */
    void begin() throws IOException {
        count(1);
        fill();
    }

    /** Takes over the slots of a file that has some: those in use, and those to be cleared first. */
    void takeOver(BitSet used, BitSet blank) throws IOException {
        int whole = (int) (file.size() / SlotFile.SLOT);
        boolean part = file.size() % SlotFile.SLOT >= SlotFile.HEAD;
        written = Math.max(1, part ? whole + 1 : whole);
        longest = written;
        if (part) {
            write(ByteBuffer.allocate(1), (long) written * SlotFile.SLOT - 1); // where all of it was one content
        } else {
            file.truncate((long) written * SlotFile.SLOT);
        }
        free.add(1, written);
        free.remove(used);
        free.remove(clear(blank));
        count(written);
        fill();
    }

    /** Clears slots; those that the disk does not let clear. */
    private BitSet clear(BitSet slots) {
        BitSet failed = new BitSet();
        for (int slot = slots.nextSetBit(1); slot >= 0 && slot < written; slot = slots.nextSetBit(slot + 1)) {
            try {
                clear(slot);
            } catch (IOException e) {
                LOG.warn("Slot {} of the journal cannot be written and is not used: {}", slot, e.getMessage());
                failed.set(slot);
            }
        }
        return failed;
    }

    private void fill() {
        int before;
        do {
            before = free.count();
            if (before < reserve) {
                grow();
            }
        } while (free.count() > before);
        if (shortage != null) {
            LOG.warn("No space can be reserved for a full disk: {}", shortage);
        }
    }

    /** From now on its growth is not counted in the file by itself, but by {@link #count}, when it has reached the disk. */
    void countWhenFlushed() {
        countsAtOnce = false;
    }

    /** @throws IOException when no slot is free and the disk takes no more */
    int take() throws IOException {
        if (free.count() <= reserve && !couldNotGrowJustNow()) {
            grow();
        }
        int slot = free.take();
        if (slot < 0) {
            throw new IOException(shortage == null ? "all of its " + written + " slots are taken" : shortage);
        }
        return slot;
    }

    /** So many slots, or none. */
    int[] take(int count) throws IOException {
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

    void free(int... slots) {
        for (int slot : slots) {
            free.add(slot);
        }
    }

    private boolean couldNotGrowJustNow() {
        return shortage != null && nanoTime.getAsLong() - shortSince < GROWTH_PAUSE;
    }

    /**
     * Writes some slots more, and the first slot counts them only when they are there. So, wherever a kill comes, what was counted and
     * is not there any more, or has not even a head, is damage.
     */
    private void grow() {
        if (written > MOST_SLOTS - SEGMENT) {
            return;
        }
        ByteBuffer segment = ByteBuffer.allocate(SEGMENT * SlotFile.SLOT);
        for (int slot = 0; slot < SEGMENT; slot++) {
            segment.putLong(slot * SlotFile.SLOT, SlotHead.CLEARED);
        }
        int longer = written + SEGMENT;
        try {
            write(segment, (long) written * SlotFile.SLOT);
            longest = Math.max(longest, longer);
            if (countsAtOnce) {
                count(longer);
            }
        } catch (IOException e) {
            shortage = String.valueOf(e.getMessage());
            shortSince = nanoTime.getAsLong();
            return;
        }
        shortage = null;
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

    /**
     * Gives up slots at the end that are too many.
     *
     * @return whether there were any: then flush the file, and {@link #cut} what was given up
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

    /** Gives the space of slots that were given up back to the disk. */
    void cut() throws IOException {
        file.truncate((long) written * SlotFile.SLOT);
        longest = written;
    }

    /** Empties a slot, and does not free it. */
    void clear(int slot) throws IOException {
        write(ByteBuffer.allocate(SlotFile.HEAD).putLong(0, SlotHead.CLEARED), (long) slot * SlotFile.SLOT);
    }

    void write(ByteBuffer bytes, long at) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, at + bytes.position());
        }
    }
}
