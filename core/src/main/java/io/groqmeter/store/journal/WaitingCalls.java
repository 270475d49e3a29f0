package io.groqmeter.store.journal;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits in a journal for the store, in the order of settling. Memory holds where it is; what it is, only of the first few hundred.
 *
 * <p>One thread brings it to the store; any may ask. Guarded by the monitor of the slots.
 */
public final class WaitingCalls {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingCalls.class);

    /** How many of those that wait are also in memory, some 2 KiB each. */
    private static final int MOST_KEPT = 2_048;

    private final Path path;
    private final SlotFile slots;
    private final RefusedCalls refused;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final EntriesByHash byHash = new EntriesByHash();
    private long added;
    private int records;
    private int withCall;
    private int kept;
    private int stranded;

    /** Whether the store lacks one that does not wait any more, so that the file must not say it had all. */
    private boolean lacking;

    /**
     * Something that waits.
     *
     * @param id the hash of its id
     * @param record whether it has a record
     * @param call whether it has an unsettled call
     * @param left whether an earlier process left it
     * @param stored whether the file says that the store has it, so that it comes there again only to be sure
     * @param content what it is; null when only the file says it
     */
    record Entry(
            Place place,
            int id,
            boolean record,
            boolean call,
            boolean left,
            boolean stored,
            @Nullable CallContent content) {}

    WaitingCalls(JournalFile file, SlotFile slots) {
        this.path = file.path();
        this.slots = slots;
        this.refused = new RefusedCalls(file.folder());
    }

    void add(Place place, CallContent content) {
        add(new Entry(
                place,
                content.id().hashCode(),
                content.record() != null,
                content.call() != null,
                false,
                false,
                kept < MOST_KEPT ? content : null));
    }

    void add(Entry entry) {
        entries.add(entry);
        added++;
        count(entry, 1);
        if (entry.record()) {
            byHash.add(entry);
        }
    }

    private void count(Entry entry, int by) {
        records += entry.record() && !entry.stored() ? by : 0;
        withCall += entry.call() ? by : 0;
        kept += entry.content() == null ? 0 : by;
    }

    // ---- for the thread that brings it to the store ------------------------------------------------------------

    /**
     * The first of those that wait, up to one that cannot be read.
     *
     * @throws UsageStoreException when the very first cannot be read
     */
    public List<WaitingCall> next(int most) {
        List<Entry> first = new ArrayList<>();
        synchronized (slots) {
            for (Iterator<Entry> all = entries.iterator(); all.hasNext() && first.size() < most; ) {
                first.add(all.next());
            }
        }
        List<WaitingCall> calls = new ArrayList<>(first.size());
        for (Entry entry : first) {
            try {
                calls.add(new WaitingCall(entry, content(entry)));
            } catch (UsageStoreException e) {
                if (calls.isEmpty()) {
                    throw e;
                }
                return calls;
            }
        }
        return calls;
    }

    /** The store has those, the first that wait: their slots are free. What cannot be read stays for the next start to tell of. */
    public void done(List<WaitingCall> calls) {
        done(calls, false);
    }

    private void done(List<WaitingCall> calls, boolean cleared) {
        boolean shorter = false;
        synchronized (slots) {
            for (WaitingCall call : calls) {
                Entry entry = remove();
                if (call.lost()) {
                    stranded++;
                } else if (cleared || !mayComeAgain(entry, call.record())) {
                    slots.clearQuietly(entry.place());
                } else {
                    slots.free(entry.place());
                }
            }
            try {
                long last = calls.get(calls.size() - 1).order();
                if (last > 0 && !lacking) {
                    slots.drained(last);
                }
                shorter = entries.isEmpty() && slots.space().shorten();
            } catch (IOException e) {
                LOG.debug("{} cannot be written: {}", path, e.getMessage());
            }
        }
        if (shorter) {
            cut();
        }
    }

    /** Whether to find it again after a kill changes nothing: also an import may have put a whole day in its place meanwhile. */
    private static boolean mayComeAgain(Entry entry, @Nullable UsageRecord record) {
        return !entry.call() && entry.place().more().length == 0 && record != null && record.calls() == 1;
    }

    private Entry remove() {
        Entry entry = entries.remove();
        count(entry, -1);
        if (entry.record()) {
            byHash.remove(entry);
        }
        return entry;
    }

    private void cut() {
        try {
            slots.flush(); // else the loss of power could leave a file that is shorter than it says
            synchronized (slots) {
                slots.space().cut();
            }
        } catch (IOException e) {
            LOG.debug("{} stays as long as it is: {}", path, e.getMessage());
        }
    }

    /** The store refuses the first of those that wait, although it works: it is put aside, so that what is behind it can go on. */
    public void refuse(WaitingCall call, Throwable why) {
        try {
            refused.add(call.record(), call.unsettled(), why);
            done(List.of(call), true);
        } catch (IOException e) {
            LOG.error("{} cannot be put aside ({}); it stays in {} until the next start", call, e.getMessage(), path);
            strand();
        }
    }

    /** Passes over the first of those that wait: it stays in its slot until the next start. */
    public void strand() {
        synchronized (slots) {
            remove();
            stranded++;
            lacking = true;
        }
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    /** How many have come so far, those of before among them. */
    public long added() {
        synchronized (slots) {
            return added;
        }
    }

    /** How many of them do not wait any more. */
    public long taken() {
        synchronized (slots) {
            return added - entries.size();
        }
    }

    /** How many wait. */
    public int count() {
        synchronized (slots) {
            return entries.size();
        }
    }

    /** How many of those have a record that the store lacks, as far as the file tells. */
    public int records() {
        synchronized (slots) {
            return records;
        }
    }

    /** Whether the file holds nothing that the next start needs. */
    boolean isEmpty() {
        synchronized (slots) {
            return entries.isEmpty() && stranded == 0;
        }
    }

    /** The record of that id, if it waits. */
    public Optional<UsageRecord> find(String id) {
        List<Entry> found;
        synchronized (slots) {
            found = byHash.of(id.hashCode());
        }
        return found.stream()
                .map(this::content)
                .flatMap(content -> Optional.ofNullable(content).map(CallContent::record).stream())
                .filter(record -> record.id().equals(id))
                .findFirst();
    }

    /** Those that have an unsettled call. */
    List<Entry> withCall() {
        synchronized (slots) {
            return withCall == 0
                    ? List.of()
                    : entries.stream().filter(Entry::call).toList();
        }
    }

    /** What an entry is; null when the file does not hold it (any more). */
    @Nullable
    CallContent content(Entry entry) {
        if (entry.content() != null) {
            return entry.content();
        }
        try {
            ByteBuffer bytes = slots.read(entry.place());
            CallContent content = bytes == null ? null : CallContent.read(bytes);
            return content == null || content.id().hashCode() != entry.id() || content.inFlight() ? null : content;
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + path + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            LOG.debug("{} holds something else by now", path, e);
            return null;
        }
    }
}
