package io.groqmeter.store.journal;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code open_calls.journal}: the calls that one process has under way, each in a slot of a {@link SlotFile} from its admission
 * until its record is on disk. Any thread.
 */
final class OpenCallJournal {

    static final String NAME = "open_calls.journal";

    private static final Logger LOG = LoggerFactory.getLogger(OpenCallJournal.class);

    private final Path path;
    private final SlotFile slots;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    /** A call and where it is written. */
    private record Entry(OpenCall call, int slot) {}

    private OpenCallJournal(Path path, SlotFile slots) {
        this.path = path;
        this.slots = slots;
    }

    /**
     * Makes the journal of a folder.
     *
     * @throws UsageStoreException when the file cannot be made or written
     */
    static OpenCallJournal create(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            return new OpenCallJournal(path, SlotFile.create(path));
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot make " + path + ": " + e.getMessage()
                            + "; check that its folder may be written to and its disk has space",
                    e);
        }
    }

    /** The calls a folder's journal holds, whoever writes it; none where there is none. */
    static List<OpenCall> read(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            Map<String, OpenCallBytes.Numbered> calls = new HashMap<>();
            for (ByteBuffer content : SlotFile.contents(path)) {
                OpenCallBytes.Numbered next = OpenCallBytes.read(content);
                calls.merge(next.call().id(), next, (one, other) -> one.number() > other.number() ? one : other);
            }
            return calls.values().stream().map(OpenCallBytes.Numbered::call).toList();
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + path + ": " + e.getMessage(), e);
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
     * @return whether it is down; false when it is too long or the disk is full, and the journal is as it was
     */
    boolean put(OpenCall call) {
        if (!open) {
            return false;
        }
        try {
            ByteBuffer content = SlotFile.content();
            OpenCallBytes.write(content, numbers.incrementAndGet(), call);
            Entry former = entries.put(call.id(), new Entry(call, slots.put(content)));
            // The new slot is written before the old one goes: a process may die between the two.
            if (former != null) {
                free(former);
            }
            return true;
        } catch (BufferOverflowException e) {
            LOG.debug("The open call {} is too long for the journal", call.id());
        } catch (IOException e) {
            LOG.debug("{} takes nothing: {}", path, e.getMessage());
        }
        return false;
    }

    /** Forgets a call, if it is here. */
    void remove(String id) {
        Entry entry = entries.remove(id);
        if (entry != null) {
            free(entry);
        }
    }

    private void free(Entry entry) {
        try {
            slots.free(entry.slot());
        } catch (IOException e) {
            // What stays there does no harm: the store has the call's record, or its newer state.
            LOG.debug("{} cannot be written: {}", path, e.getMessage());
        }
    }

    /** The calls that are here. */
    List<OpenCall> calls() {
        return entries.values().stream().map(Entry::call).toList();
    }

    /** Takes nothing more. The file goes if no call is in it. */
    void close() {
        open = false;
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
