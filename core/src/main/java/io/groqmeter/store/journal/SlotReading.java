package io.groqmeter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SlotFile} held at one moment, also while another process writes it.
 *
 * @param state of the file as a whole
 * @param mark of the installation it belongs to; empty where it does not say
 * @param drained the number of the last content that the store has for certain; 0 where it does not say
 * @param slots how many it has, or had, without the first
 * @param unreadable how many of them the disk does not give, fail their checksum, end too early, or are blank although they were written
 * @param missing how many of them were cut off
 * @param blank the slots that hold nothing readable: the unreadable ones, and such as were never counted and have no head
 */
record SlotReading(State state, String mark, long drained, int slots, int unreadable, int missing, BitSet blank) {

    /** How often a slot is read before it counts as damaged: another process may be writing it just then. */
    private static final int MOST_READS = 5;

    private static final int BLOCK = 256 * SlotFile.SLOT;

    /** The head of no sound slot. */
    private static final long UNSOUND = -1;

    /** How a file is. */
    enum State {
        /** There is none. */
        ABSENT,
        /** It has no byte. */
        EMPTY,
        /** It is no file of slots. */
        STRANGE,
        /** Its first slot is damaged. */
        HEADLESS,
        /** Its first slot says only what it is, as before 2026-12-01. */
        PLAIN,
        SOUND
    }

    /** Takes the sound contents of a file, in the order of their slots; those of free slots that were not cleared among them. */
    interface Visitor {
        void content(Place place, ByteBuffer content);
    }

    /** Reads a file's first slot, and nothing more. */
    static SlotReading ofFirst(Path path) throws IOException {
        return of(path, true, (place, content) -> {});
    }

    static SlotReading of(Path path, Visitor visitor) throws IOException {
        return of(path, false, visitor);
    }

    private static SlotReading of(Path path, boolean firstOnly, Visitor visitor) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return of(file, firstOnly, visitor);
        } catch (NoSuchFileException e) {
            // There is none, or its process ended this moment: then the store has all its calls.
            return nothing(State.ABSENT);
        }
    }

    static SlotReading of(FileChannel file, boolean firstOnly, Visitor visitor) throws IOException {
        if (file.size() == 0) {
            return nothing(State.EMPTY);
        }
        byte[] first = first(file);
        State state =
                switch (SlotHeader.form(first)) {
                    case STRANGE -> first.length == 0 ? State.HEADLESS : State.STRANGE;
                    case PLAIN -> State.PLAIN;
                    case DAMAGED -> State.HEADLESS;
                    case SOUND -> State.SOUND;
                };
        if (state == State.STRANGE) {
            return nothing(state);
        }
        SlotHeader header = SlotHeader.read(first).orElse(new SlotHeader("", 1));
        return firstOnly
                ? new SlotReading(
                        state, header.mark(), SlotHeader.drained(first), header.slots() - 1, 0, 0, new BitSet())
                : slots(state, header, SlotHeader.drained(first), file, visitor);
    }

    /** The first slot; nothing when the disk does not give it. */
    private static byte[] first(FileChannel file) throws IOException {
        try {
            return Arrays.copyOf(ContentParts.slot(file, 0).array(), (int) Math.min(SlotFile.SLOT, file.size()));
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static SlotReading nothing(State state) {
        return new SlotReading(state, "", 0, 0, 0, 0, new BitSet());
    }

    private static SlotReading slots(State state, SlotHeader header, long drained, FileChannel file, Visitor visitor)
            throws IOException {
        BitSet blank = new BitSet();
        int there = 0;
        int unreadable = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long from = SlotFile.SLOT; fill(file, block, from); from += BLOCK) {
            for (int at = 0; at + SlotFile.HEAD <= block.limit(); at += SlotFile.SLOT) {
                int number = (int) ((from + at) / SlotFile.SLOT);
                boolean counted = ++there < header.slots();
                ByteBuffer slot = sound(file, number, block.slice(at, Math.min(SlotFile.SLOT, block.limit() - at)));
                boolean sound = SlotHead.isSound(slot);
                boolean empty = slot.getLong(0) == 0;
                if (!sound || empty) {
                    blank.set(number);
                    unreadable += sound && !counted ? 0 : 1;
                } else if (ContentParts.begins(slot)) {
                    ByteBuffer content = content(file, slot);
                    if (content != null) {
                        visitor.content(ContentParts.place(number, slot), content);
                    }
                }
            }
        }
        int missing = Math.max(0, header.slots() - 1 - there);
        return new SlotReading(state, header.mark(), drained, there + missing, unreadable, missing, blank);
    }

    /** Reads what there is of a block; whether there is anything. */
    private static boolean fill(FileChannel file, ByteBuffer block, long from) throws IOException {
        block.clear();
        try {
            while (block.hasRemaining() && file.read(block, from + block.position()) >= 0) {
                // Until it is full, or the file ends.
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            unread(block.clear().limit((int) Math.max(0, Math.min(BLOCK, file.size() - from))));
            return block.limit() >= SlotFile.HEAD;
        }
        return block.flip().limit() >= SlotFile.HEAD;
    }

    /** Marks the slots of a block as damaged, so that each is read by itself: the disk may give some of them. */
    private static void unread(ByteBuffer block) {
        for (int at = 0; at + SlotFile.HEAD <= block.limit(); at += SlotFile.SLOT) {
            block.putLong(at, UNSOUND);
        }
    }

    private static ByteBuffer sound(FileChannel file, int number, ByteBuffer read) throws IOException {
        ByteBuffer slot = read;
        for (int reads = 1; !SlotHead.isSound(slot) && reads < MOST_READS; reads++) {
            try {
                slot = ContentParts.slot(file, number);
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                return ByteBuffer.allocate(SlotFile.HEAD).putLong(0, UNSOUND);
            }
        }
        return slot;
    }

    private static @Nullable ByteBuffer content(FileChannel file, ByteBuffer slot) throws IOException {
        try {
            return ContentParts.content(file, slot);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return null; // the slot that the disk does not give is counted by itself
        }
    }
}
