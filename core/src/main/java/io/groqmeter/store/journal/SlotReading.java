package io.groqmeter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SlotFile} held at one moment, also while another process writes it.
 *
 * @param state of the file as a whole
 * @param mark of the installation it belongs to; empty where it does not say
 * @param contents of its sound slots, in no order; those of free slots that were not cleared among them
 * @param slots how many it has, or had, without the first
 * @param unreadable how many of them fail their checksum, end too early, or are blank although they were used
 * @param missing how many of them were cut off
 */
record SlotReading(State state, String mark, List<ByteBuffer> contents, int slots, int unreadable, int missing) {

    /** How often a slot is read before it counts as damaged: another process may be writing it just then. */
    private static final int MOST_READS = 5;

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

    static SlotReading of(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            if (bytes.length == 0) {
                return nothing(State.EMPTY);
            }
            return switch (SlotHeader.form(bytes)) {
                case STRANGE -> nothing(State.STRANGE);
                case PLAIN -> slots(State.PLAIN, channel, bytes);
                case DAMAGED -> slots(State.HEADLESS, channel, bytes);
                case SOUND -> slots(State.SOUND, channel, bytes);
            };
        } catch (NoSuchFileException e) {
            // There is none, or its process ended this moment: then the store has all its calls.
            return nothing(State.ABSENT);
        }
    }

    private static SlotReading nothing(State state) {
        return new SlotReading(state, "", List.of(), 0, 0, 0);
    }

    private static SlotReading slots(State state, FileChannel channel, byte[] bytes) throws IOException {
        SlotHeader header = SlotHeader.read(bytes).orElse(new SlotHeader("", 1));
        List<ByteBuffer> contents = new ArrayList<>();
        int there = 0;
        int unreadable = 0;
        for (int at = SlotFile.SLOT; at + SlotFile.HEAD <= bytes.length; at += SlotFile.SLOT) {
            boolean counted = ++there < header.slots();
            ByteBuffer slot = ByteBuffer.wrap(bytes, at, Math.min(SlotFile.SLOT, bytes.length - at))
                    .slice();
            for (int reads = 1; !sound(slot) && reads < MOST_READS; reads++) {
                slot.clear();
                channel.read(slot, at);
                slot.clear();
            }
            ByteBuffer content = content(slot);
            if (content != null) {
                contents.add(content);
            } else if (!cleared(slot) || (counted && slot.getLong(0) == 0)) {
                unreadable++;
            }
        }
        int missing = Math.max(0, header.slots() - 1 - there);
        return new SlotReading(state, header.mark(), contents, there + missing, unreadable, missing);
    }

    private static boolean sound(ByteBuffer slot) {
        return cleared(slot) || content(slot) != null;
    }

    private static boolean cleared(ByteBuffer slot) {
        return slot.getLong(0) == 0 || slot.getLong(0) == SlotFile.CLEARED;
    }

    /** What a slot holds; null when it is cleared or damaged. */
    private static @Nullable ByteBuffer content(ByteBuffer slot) {
        long head = slot.getLong(0);
        int length = (int) head;
        if (length <= 0 || length > slot.capacity() - SlotFile.HEAD) {
            return null;
        }
        ByteBuffer content = slot.slice(SlotFile.HEAD, length);
        return SlotFile.head(content) == head ? content : null;
    }
}
