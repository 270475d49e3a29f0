package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where things are in a journal's file: as it is read, without what the file itself can tell again. Not thread-safe. */
final class JournalContents {

    private final JournalFile file;
    private final Map<String, Found> flying = new HashMap<>();
    private final BitSet superseded = new BitSet();
    private List<Found> waiting = new ArrayList<>();
    private long order;

    JournalContents(JournalFile file) {
        this.file = file;
    }

    /**
     * A content.
     *
     * @param id the hash of its id
     * @param record whether it has a record
     * @param call whether it has an open call
     * @param inFlight the call in flight; null where it is anything else
     */
    record Found(
            Place place,
            long order,
            long startedAt,
            int id,
            boolean record,
            boolean call,
            @Nullable OpenCall inFlight) {

        /** @param drained up to which number the store has all */
        WaitingCalls.Entry waiting(long drained) {
            return new WaitingCalls.Entry(place, id, record, call, true, order > 0 && order <= drained, null);
        }

        boolean isSame(Found other) {
            return order == other.order() && place.slot() == other.place().slot();
        }

        OpenCall openCall() {
            if (inFlight == null) {
                throw new IllegalStateException("no call is in flight in slot " + place.slot());
            }
            return inFlight;
        }
    }

    /** Adds what was read; what was read before changes nothing. */
    void add(Place place, CallContent content) {
        order = Math.max(order, content.order());
        OpenCall call = content.call();
        Found found = new Found(
                place,
                content.order(),
                content.startedAt().toEpochMilli(),
                content.id().hashCode(),
                content.record() != null,
                call != null,
                content.inFlight() ? call : null);
        if (!content.inFlight()) {
            waiting.add(found);
            return;
        }
        Found other = flying.put(content.id(), found);
        if (other != null && other.isSame(found)) {
            return;
        }
        if (other != null && other.order() > found.order()) {
            flying.put(content.id(), other);
            other = found;
        }
        if (other != null) {
            superseded.set(other.place().slot());
        }
    }

    /** The highest number. */
    long order() {
        return order;
    }

    /** What may wait for the store, in the order of settling. */
    List<Found> waiting() {
        waiting.sort(Comparator.comparingLong(Found::order)
                .thenComparingLong(Found::startedAt)
                .thenComparingInt(found -> found.place().slot()));
        List<Found> once = new ArrayList<>(waiting.size());
        for (Found found : waiting) {
            if (once.isEmpty() || !once.get(once.size() - 1).isSame(found)) {
                once.add(found);
            }
        }
        waiting = once;
        return waiting;
    }

    /** The calls in flight of which nothing newer is here. */
    List<Found> inFlight() {
        Set<Integer> hashes = new HashSet<>();
        flying.values().forEach(found -> hashes.add(found.id()));
        Set<String> ended = new HashSet<>();
        if (!hashes.isEmpty()) {
            List<Found> doubtful = waiting.stream()
                    .filter(found -> hashes.contains(found.id()))
                    .toList();
            read(doubtful, (found, content) -> {
                Found open = flying.get(content.id());
                if (open != null && (content.record() != null || open.order() < found.order())) {
                    ended.add(content.id());
                }
            });
        }
        List<Found> left = new ArrayList<>();
        flying.forEach((id, found) -> {
            if (!ended.contains(id)) {
                left.add(found);
            }
        });
        left.sort(Comparator.comparingLong(Found::order).thenComparingLong(Found::startedAt));
        return left;
    }

    /** The slots of calls that something newer says are in flight no more. */
    BitSet superseded(List<Found> inFlight) {
        BitSet slots = (BitSet) superseded.clone();
        flying.values().forEach(found -> slots.set(found.place().slot()));
        inFlight.forEach(found -> slots.clear(found.place().slot()));
        return slots;
    }

    /** The slots that hold something. */
    BitSet used(List<Found> inFlight) {
        BitSet used = new BitSet();
        waiting.forEach(found -> use(used, found.place()));
        inFlight.forEach(found -> use(used, found.place()));
        return used;
    }

    private static void use(BitSet used, Place place) {
        used.set(place.slot());
        for (int slot : place.more()) {
            used.set(slot);
        }
    }

    /** Takes what a place of the file holds. */
    interface Reader {
        void content(Found found, CallContent content);
    }

    /**
     * Reads places again. What another process has replaced meanwhile is passed over: then the store has it.
     *
     * @throws UsageStoreException when the file cannot be read
     */
    void read(List<Found> places, Reader reader) {
        if (places.isEmpty()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            for (Found found : places) {
                ByteBuffer bytes = ContentParts.read(channel, found.place().slot());
                CallContent content = bytes == null ? null : file.content(bytes);
                if (content != null
                        && content.order() == found.order()
                        && content.id().hashCode() == found.id()) {
                    reader.content(found, content);
                }
            }
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + file.path() + ": " + e.getMessage(), e);
        }
    }
}
