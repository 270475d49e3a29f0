package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.OpenCallBytes;
import io.groqmeter.store.codec.RecordBytes;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code calls.journal}: the calls of one process that are not in the store yet, each in a slot of a {@link SlotFile}: as an open call
 * from its admission on, as a record once it has settled.
 *
 * <p>A record's slot is freed without being cleared, so a file also holds records that the store has; there they change nothing. Any
 * thread.
 */
final class CallJournal {

    static final String NAME = "calls.journal";

    private static final Logger LOG = LoggerFactory.getLogger(CallJournal.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final byte OPEN = 'o';
    private static final byte SETTLED = 's';

    private final Path path;
    private final SlotFile slots;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean taking = true;

    /** A call's slot, and what is in it: the one or the other. */
    private record Entry(
            int slot, @Nullable OpenCall open, @Nullable UsageRecord settled) {}

    /**
     * What a file says.
     *
     * @param open calls in flight, or cut off by the death of their process
     * @param settled records, of which the store may have any
     */
    record Contents(List<OpenCall> open, List<UsageRecord> settled) {}

    private CallJournal(Path path, SlotFile slots) {
        this.path = path;
        this.slots = slots;
    }

    /**
     * Makes the journal of a folder.
     *
     * @param mark whose it is
     * @throws UsageStoreException when the file cannot be made or written
     */
    static CallJournal create(Path folder, String mark) {
        Path path = folder.resolve(NAME);
        try {
            return new CallJournal(path, SlotFile.create(path, mark));
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot make " + path + ": " + e.getMessage()
                            + "; check that its folder may be written to and its disk has space",
                    e);
        }
    }

    /** What a folder's journal holds, whoever writes it; nothing where there is none, or only another owner's. */
    static Contents read(Path folder, JournalOwner owner) {
        return contents(folder, look(folder), owner);
    }

    /** The slots of a folder's journal. */
    static SlotReading look(Path folder) {
        try {
            return SlotReading.of(folder.resolve(NAME));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** The calls in the slots of a folder's journal. */
    static Contents contents(Path folder, SlotReading found, JournalOwner owner) {
        Contents contents = new Contents(new ArrayList<>(), new ArrayList<>());
        if (owner.isForeign(found.mark())) {
            return contents;
        }
        try {
            for (ByteBuffer content : found.contents()) {
                if (content.get() == SETTLED) {
                    contents.settled().add(RecordBytes.read(content));
                } else {
                    contents.open().add(OpenCallBytes.read(content));
                }
            }
            return contents;
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new UsageStoreException(
                    "cannot read " + folder.resolve(NAME) + ": a newer groqmeter wrote it (" + e
                            + "); start that one, or move the file away",
                    e);
        }
    }

    static UsageStoreException unreadable(Path folder, IOException e) {
        return new UsageStoreException("cannot read " + folder.resolve(NAME) + ": " + e.getMessage(), e);
    }

    /**
     * Keeps a folder's journal as it is, as {@code calls.journal.damaged-} and the time, for its owner only.
     *
     * @return where; empty where there is none, or it has no byte
     */
    static Optional<Path> keepAside(Path folder, Instant now) {
        Path path = folder.resolve(NAME);
        try {
            if (!Files.exists(path) || Files.size(path) == 0) {
                return Optional.empty();
            }
            String name = NAME + ".damaged-" + TIME.format(now);
            Path aside = folder.resolve(name);
            for (int more = 2; Files.exists(aside); more++) {
                aside = folder.resolve(name + "-" + more);
            }
            OwnerOnly.file(aside);
            try (OutputStream out = Files.newOutputStream(aside)) {
                Files.copy(path, out);
            }
            return Optional.of(aside);
        } catch (IOException e) {
            throw new UsageStoreException(
                    path + " is damaged and cannot be copied aside: " + e.getMessage()
                            + "; free some space, or move the file away",
                    e);
        }
    }

    /** Removes the journal of a folder, if there is one. */
    static void delete(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot remove " + path + ": " + e.getMessage() + "; check that its folder may be written to", e);
        }
    }

    /**
     * Puts a call down, in place of what was put down under its id. On return it survives the death of the process.
     *
     * @return whether it is down; false when it is too long, the disk is full or it has settled, and the journal is as it was
     */
    boolean open(OpenCall call) {
        ByteBuffer content = SlotFile.content();
        try {
            content.put(OPEN);
            OpenCallBytes.write(content, call);
        } catch (BufferOverflowException e) {
            LOG.debug("The open call {} is too long for the journal", call.id());
            return false;
        }
        return put(call.id(), content, call, null);
    }

    /**
     * Puts a record down, in place of its open call. On return it survives the death of the process.
     *
     * @return whether it is down; false when it is too long, the disk is full or there is one already, and the journal is as it was
     */
    boolean settle(UsageRecord record) {
        ByteBuffer content = SlotFile.content();
        try {
            content.put(SETTLED);
            RecordBytes.write(content, record);
        } catch (BufferOverflowException e) {
            LOG.debug("The record {} is too long for the journal", record.id());
            return false;
        }
        return put(record.id(), content, null, record);
    }

    /** What becomes of an id is one step: a slot that another thread frees meanwhile may be another call's by now. */
    private boolean put(String id, ByteBuffer content, @Nullable OpenCall open, @Nullable UsageRecord settled) {
        AtomicBoolean down = new AtomicBoolean();
        entries.compute(id, (same, former) -> {
            if (!taking || (former != null && former.settled() != null)) {
                return former;
            }
            try {
                Entry entry = new Entry(former == null ? slots.put(content) : former.slot(), open, settled);
                if (former != null) {
                    slots.replace(entry.slot(), content);
                }
                down.set(true);
                return entry;
            } catch (IOException e) {
                LOG.debug("{} takes nothing: {}", path, e.getMessage());
                return former;
            }
        });
        return down.get();
    }

    /** Forgets a call, if it is here: the store has its record. */
    void remove(String id) {
        entries.computeIfPresent(id, (same, entry) -> {
            if (entry.settled() != null) {
                slots.free(entry.slot());
            } else {
                clear(entry.slot());
            }
            return null;
        });
    }

    /** Forgets a call while it is open: the store has it. A record that has taken its place stays. */
    void removeOpen(String id) {
        entries.computeIfPresent(id, (same, entry) -> {
            if (entry.settled() != null) {
                return entry;
            }
            clear(entry.slot());
            return null;
        });
    }

    private void clear(int slot) {
        try {
            slots.clear(slot);
        } catch (IOException e) {
            // What stays there does no harm: the store knows better.
            LOG.debug("{} cannot be written: {}", path, e.getMessage());
        }
    }

    /** The record of that id, if it is here. */
    Optional<UsageRecord> find(String id) {
        Entry entry = entries.get(id);
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.settled());
    }

    /** The ids of the records that are here. */
    Set<String> settled() {
        Set<String> ids = new HashSet<>();
        entries.forEach((id, entry) -> {
            if (entry.settled() != null) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** The calls that are open. */
    List<OpenCall> calls() {
        List<OpenCall> calls = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.open() != null) {
                calls.add(entry.open());
            }
        }
        return calls;
    }

    /** Takes nothing more. The file goes if the store has all its calls. */
    void close() {
        taking = false;
        try {
            slots.close();
            if (entries.isEmpty()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("closing {}: {}", path, e.getMessage());
        }
    }
}
