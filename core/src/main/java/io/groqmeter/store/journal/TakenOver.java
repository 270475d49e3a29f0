package io.groqmeter.store.journal;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal as its next owner takes it over: what waits in it goes on waiting, calls in flight become unsettled, and what is damaged was
 * kept aside. Where there is none to take over, a new one.
 *
 * @param order the highest number in it
 * @param waiting what waits, in the order of settling
 * @param open the ids of the calls that were in flight
 */
record TakenOver(SlotFile slots, long order, List<WaitingCalls.Entry> waiting, List<String> open) {

    static TakenOver of(JournalFile file, JournalOwner owner, Durability durability, int reserve, String reason) {
        JournalContents contents = new JournalContents(file);
        SlotReading found = file.read(owner, contents::add);
        JournalDamage.of(found, owner).ifPresent(damage -> {
            var aside = file.keepAside(owner.clock().instant());
            owner.told().accept(aside.map(damage::keptIn).orElse(damage));
        });
        boolean usable =
                switch (found.state()) {
                    case ABSENT, EMPTY, STRANGE -> false;
                    case HEADLESS, PLAIN, SOUND -> !owner.isForeign(found.mark());
                };
        boolean power = durability == Durability.POWER;
        try {
            if (!usable) {
                Files.deleteIfExists(file.path());
            }
            List<JournalContents.Found> open = contents.inFlight();
            SlotFile slots;
            if (usable) {
                FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
                slots = adopt(channel, owner.mark(), reserve, contents, open, found.blank(), power);
            } else {
                slots = SlotFile.create(file.path(), owner.mark(), reserve);
            }
            return taken(slots, contents, found.drained(), open, reason, power ? file : null);
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot make " + file.path() + ": " + e.getMessage()
                            + "; check that its folder may be written to and its disk has space",
                    e);
        }
    }

    /** Keeps what is in a file, and clears what is damaged, or what something newer in it has taken the place of. */
    static SlotFile adopt(
            FileChannel file,
            String mark,
            int reserve,
            JournalContents contents,
            List<JournalContents.Found> open,
            BitSet blank,
            boolean power)
            throws IOException {
        if (power) {
            file.force(false); // what is newer was read, and may not be on the disk yet
        }
        BitSet cleared = contents.superseded(open);
        cleared.or(blank);
        return SlotFile.adopt(file, mark, reserve, contents.used(open), cleared);
    }

    /**
     * @param drained up to which number the store has all
     * @param flushed the file, where it has to survive the loss of power; else null
     */
    private static TakenOver taken(
            SlotFile slots,
            JournalContents contents,
            long drained,
            List<JournalContents.Found> open,
            String reason,
            @Nullable JournalFile flushed)
            throws IOException {
        try {
            List<WaitingCalls.Entry> waiting = new ArrayList<>();
            contents.waiting().forEach(each -> waiting.add(each.waiting(drained)));
            long order = Math.max(contents.order(), drained); // the file may not hold what it says is drained
            ByteBuffer buffer = SlotFile.content(SlotFile.LONGEST);
            List<Place> former = new ArrayList<>();
            for (JournalContents.Found each : open) {
                OpenCall call = each.openCall().unsettledBecause(reason);
                CallContent content = new CallContent(++order, null, call);
                ByteBuffer bytes = content.bytes(buffer);
                Place place;
                if (flushed == null) {
                    place = slots.replace(each.place(), bytes, order);
                } else {
                    place = slots.put(bytes, order);
                    former.add(each.place());
                }
                waiting.add(new WaitingCalls.Entry(place, call.id().hashCode(), false, true, true, false, content));
            }
            if (flushed != null) {
                slots.flush();
                try (FileChannel folder = FileChannel.open(flushed.folder(), StandardOpenOption.READ)) {
                    folder.force(true);
                }
                for (Place place : former) {
                    slots.clear(place);
                }
            }
            return new TakenOver(
                    slots,
                    order,
                    waiting,
                    open.stream().map(each -> each.openCall().id()).toList());
        } catch (IOException e) {
            slots.close();
            throw e;
        }
    }
}
