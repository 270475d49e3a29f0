package io.groqmeter.store.journal;

import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a folder's journal held at one moment, whichever process writes it or has left it. In memory is only where things are; the rest is
 * read from the file when it is asked for.
 */
public final class JournalSnapshot {

    /** The journal's name in its folder. */
    public static final String NAME = JournalFile.NAME;

    private static final int AT_ONCE = 1_000;

    private final JournalFile file;
    private final JournalContents contents;
    private final long drained;

    private JournalSnapshot(JournalFile file, JournalContents contents, long drained) {
        this.file = file;
        this.contents = contents;
        this.drained = drained;
    }

    /** @throws UsageStoreException when the journal cannot be read */
    public static JournalSnapshot of(Path folder, JournalOwner owner) {
        JournalFile file = new JournalFile(folder);
        JournalContents contents = new JournalContents(file);
        file.read(owner, contents::add);
        // Once more: under power a call may have moved meanwhile to a slot that had been read already.
        SlotReading reading = file.read(owner, contents::add);
        return new JournalSnapshot(file, contents, reading.drained());
    }

    /**
     * Copies a folder's journal into another folder, also while its process writes it. What is in the copy stays there; what has left the
     * journal before is in the store behind it.
     *
     * @throws IOException when it cannot be read or written
     */
    public static void copy(Path folder, Path to) throws IOException {
        Path path = new JournalFile(folder).path();
        String mark = SlotReading.ofFirst(path).mark();
        try (SlotFile out = SlotFile.create(new JournalFile(to).path(), mark, 0)) {
            Set<Long> copied = new HashSet<>();
            List<IOException> failures = new ArrayList<>();
            SlotReading.Visitor copying = (place, content) -> {
                if (!copied.add((long) place.slot() << Integer.SIZE | Integer.toUnsignedLong(content.hashCode()))) {
                    return;
                }
                try {
                    ByteBuffer bytes = SlotFile.content(content.remaining()).put(content);
                    out.put(bytes, copied.size());
                } catch (IOException e) {
                    failures.add(e);
                }
            };
            SlotReading.of(path, copying);
            SlotReading.of(path, copying); // as in a snapshot
            if (!failures.isEmpty()) {
                throw failures.get(0);
            }
        }
    }

    /**
     * How many records a store does not have. Where they are so many that to look for each would take seconds, all that the file does not
     * say the store has.
     */
    public int late(UsageStore store) {
        return late(store, this);
    }

    /** As {@link #late(UsageStore)}, without those that have come since another snapshot of the same journal. */
    public int late(UsageStore store, JournalSnapshot first) {
        long last = first.contents.order();
        List<JournalContents.Found> late = contents.waiting().stream()
                .filter(JournalContents.Found::record)
                .filter(found -> found.order() == 0 || found.order() > drained && found.order() <= last)
                .toList();
        if (late.size() > AT_ONCE) {
            return late.size();
        }
        List<String> missing = new ArrayList<>();
        contents.read(late, (found, content) -> {
            if (store.find(content.id()).isEmpty()) {
                missing.add(content.id());
            }
        });
        return missing.size();
    }

    /** A store together with the open calls that were in a folder's journal when it is asked. */
    public static UsageStore beside(UsageStore store, Path folder, JournalOwner owner) {
        return new ForwardingUsageStore(store) {
            @Override
            public List<OpenCall> openCalls() {
                return of(folder, owner).openCalls(store());
            }
        };
    }

    /** The open and unsettled calls of a store and of this journal before it, each once, earliest start first. */
    public List<OpenCall> openCalls(UsageStore store) {
        OpenCalls calls = new OpenCalls();
        contents.inFlight().forEach(found -> add(calls, found.openCall(), store));
        Set<String> settled = new HashSet<>();
        contents.read(contents.waiting(), (found, content) -> {
            if (content.record() != null) {
                settled.add(content.id());
            }
            if (content.call() != null) {
                add(calls, content.call(), store);
            }
        });
        settled.forEach(calls::remove);
        return calls.with(store.openCalls(), call -> settled.contains(call.id()));
    }

    private static void add(OpenCalls calls, OpenCall call, UsageStore store) {
        if (store.find(call.id()).isEmpty()) {
            calls.add(call);
        }
    }

    /**
     * Brings what waits in it into a store: records that the store has change nothing. What another process has replaced meanwhile is
     * passed over, for then the store has it.
     *
     * @param aside the folder where a record is put that the store refuses although it works
     * @throws UsageStoreException when the store takes nothing
     */
    public void into(UsageStore store, Path aside) {
        into(new Intake(store, new RefusedCalls(aside)));
    }

    /**
     * The same where the store has to take all.
     *
     * @throws UsageStoreException when it does not
     */
    public void into(UsageStore store) {
        into(new Intake(store, null));
    }

    private void into(Intake intake) {
        List<JournalContents.Found> waiting = contents.waiting();
        for (int from = 0; from < waiting.size(); from += AT_ONCE) {
            contents.read(
                    waiting.subList(from, Math.min(from + AT_ONCE, waiting.size())),
                    (found, content) -> intake.add(content.record(), content.call()));
            intake.flush();
        }
        intake.flush();
    }

    /** Brings its calls in flight into a store, as open. */
    public void openInto(UsageStore store) {
        Set<String> known = new HashSet<>();
        store.openCalls().forEach(call -> known.add(call.id()));
        List<OpenCall> open = contents.inFlight().stream()
                .map(JournalContents.Found::openCall)
                .filter(call -> !known.contains(call.id()))
                .toList();
        if (!open.isEmpty()) {
            store.append(new UsageBatch(open, List.of()));
        }
    }

    /** Its records, of which the store may have any. */
    public List<UsageRecord> records() {
        List<UsageRecord> records = new ArrayList<>();
        contents.read(contents.waiting(), (found, content) -> {
            if (content.record() != null) {
                records.add(content.record());
            }
        });
        return records;
    }
}
