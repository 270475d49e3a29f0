package io.groqmeter.store.journal;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code calls.journal}: the calls of one process that the store does not have yet, each in a slot of a {@link SlotFile}: as an open
 * call from its admission on, as a record once it has settled, until the store has that.
 *
 * <p>A record's slot is freed without being cleared, so a file also holds records that the store has; there they change nothing. Any
 * thread. Guarded by the monitor of the slots.
 */
public final class CallJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallJournal.class);
    private static final CompletableFuture<Void> FLUSHED = CompletableFuture.completedFuture(null);

    private final Path path;
    private final String owner;
    private final SlotFile slots;
    private final WaitingCalls waiting;
    private final @Nullable GroupFlush flush;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SlotFile.SLOT);
    private final Map<String, Flying> flying = new HashMap<>();

    /** Places whose call has another one, that is not flushed yet. */
    private final List<Place> superseded = new ArrayList<>();

    private final List<String> left;
    private long order;
    private boolean closed;
    private boolean unflushed;
    private @Nullable String failure;

    /** A call in flight. */
    private record Flying(Place place, OpenCall call) {}

    CallJournal(JournalFile file, JournalOwner owner, Durability durability, TakenOver found) {
        this.path = file.path();
        this.owner = owner.mark();
        this.slots = found.slots();
        this.waiting = new WaitingCalls(file, slots);
        this.order = found.order();
        this.left = found.open();
        found.waiting().forEach(waiting::add);
        this.flush = durability == Durability.POWER ? new GroupFlush(this::flush) : null;
        if (flush != null) {
            slots.space().countWhenFlushed();
        }
    }

    /**
     * Opens the journal of a folder. What an earlier process left in it waits for the store, its calls in flight as unsettled.
     *
     * @param folder one process at a time may use it so
     * @param owner whose the journal is; told when the one found is damaged. That is kept aside then, and what is sound of it stays
     * @param durability what a call has survived when {@link #flushed} completes
     * @param reserve bytes of the disk to write in advance, for when it is full
     * @param reason why calls in flight were left
     * @throws UsageStoreException when the file cannot be made, read or written
     */
    public static CallJournal open(Path folder, JournalOwner owner, Durability durability, int reserve, String reason) {
        JournalFile file = new JournalFile(folder);
        return new CallJournal(
                file, owner, durability, TakenOver.of(file, owner, durability, reserve / SlotFile.SLOT, reason));
    }

    /** The journal's file. */
    public Path path() {
        return path;
    }

    /** Whose calls these are, as {@link OpenCall#owner}; null where nobody said. */
    public @Nullable String owner() {
        return owner.isEmpty() ? null : owner;
    }

    /** How many calls in flight an earlier process left, without those whose record a store has by now. */
    public int left(UsageStore store) {
        return (int) left.stream().filter(id -> store.find(id).isEmpty()).count();
    }

    /** What waits for the store. */
    public WaitingCalls waiting() {
        return waiting;
    }

    /**
     * Records a call as open, or as unsettled, in place of what was recorded under its id. On return it survives the death of the
     * process.
     *
     * @return false when the disk does not take it; then the journal is as it was
     */
    public boolean open(OpenCall call) {
        return write(null, call);
    }

    /**
     * Records a record in place of its open call, and with it what the call may have cost beyond. On return it survives the death of the
     * process.
     *
     * @return false when the disk does not take it; then the journal is as it was
     */
    public boolean settle(UsageRecord record, Optional<OpenCall> rest) {
        return write(record, rest.orElse(null));
    }

    private boolean write(@Nullable UsageRecord record, @Nullable OpenCall call) {
        synchronized (slots) {
            if (closed || unflushed) {
                return false;
            }
            CallContent content = new CallContent(order + 1, record, call);
            Flying former = flying.get(content.id());
            Place place;
            try {
                place = write(content, former);
            } catch (IOException e) {
                if (failure == null) {
                    LOG.warn("{} takes nothing: {}", path, e.getMessage());
                }
                failure = String.valueOf(e.getMessage());
                return false;
            }
            failure = null;
            order = content.order();
            if (call != null && content.inFlight()) {
                flying.put(call.id(), new Flying(place, call));
            } else {
                flying.remove(content.id());
                waiting.add(place, content);
            }
            return true;
        }
    }

    private Place write(CallContent content, @Nullable Flying former) throws IOException {
        ByteBuffer bytes = content.bytes(buffer);
        if (former != null && flush == null) {
            return slots.replace(former.place(), bytes, content.order());
        }
        Place place = slots.put(bytes, content.order());
        if (former != null) {
            // Written over, it could be torn by the loss of power together with what takes its place.
            superseded.add(former.place());
        }
        return place;
    }

    /** Completes when what was recorded before survives what the durability says; exceptionally when that cannot be had here. */
    public CompletableFuture<Void> flushed() {
        return flush == null ? FLUSHED : flush.flushed();
    }

    private void flush() throws IOException {
        int written;
        List<Place> former;
        synchronized (slots) {
            written = slots.space().written();
            former = List.copyOf(superseded);
            superseded.clear();
        }
        try {
            slots.flush();
        } catch (IOException e) {
            synchronized (slots) {
                unflushed = true; // nobody knows what the disk has
                failure = String.valueOf(e.getMessage());
            }
            LOG.error("{} cannot be flushed to the disk; calls wait for the store until the next start", path, e);
            throw e;
        }
        synchronized (slots) {
            former.forEach(slots::clearQuietly);
            try {
                slots.space().count(Math.min(written, slots.space().written()));
            } catch (IOException e) {
                LOG.debug(
                        "{} does not say how long it is: {}",
                        path,
                        e.getMessage()); // what was flushed is there all the same
            }
        }
    }

    /** Forgets a call in flight, if it is here: the store has its record, or that it is unsettled. */
    public void forget(String id) {
        synchronized (slots) {
            Flying call = flying.remove(id);
            if (call != null) {
                slots.clearQuietly(call.place());
            }
        }
    }

    /** Why the journal takes nothing at present; null when it does. */
    public @Nullable String failure() {
        synchronized (slots) {
            return closed ? "it is closed" : failure;
        }
    }

    /** Why the journal takes nothing until the next start, whatever the disk does; null when it may take more. */
    public @Nullable String lastingFailure() {
        synchronized (slots) {
            return closed || unflushed ? failure() : null;
        }
    }

    /** The open and unsettled calls of a store and of this journal before it, each once, earliest start first. */
    public List<OpenCall> openCalls(UsageStore store) {
        OpenCalls calls = new OpenCalls();
        List<WaitingCalls.Entry> moving;
        synchronized (slots) {
            flying.values().forEach(each -> calls.add(each.call().ownedBy(owner())));
            moving = waiting.withCall();
        }
        for (WaitingCalls.Entry entry : moving) {
            CallContent content = waiting.content(entry);
            OpenCall call = content == null ? null : content.call();
            if (call != null
                    && waiting.find(call.id()).isEmpty()
                    && !(entry.left() && store.find(call.id()).isPresent())) {
                calls.add(call.ownedBy(owner()));
            }
        }
        List<OpenCall> stored = store.openCalls();
        return calls.with(stored, call -> waiting.find(call.id()).isPresent());
    }

    /** Takes nothing more. The file goes if the store has all its calls. */
    @Override
    public void close() {
        synchronized (slots) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (flush != null) {
            flush.close();
        }
        synchronized (slots) {
            try {
                slots.close();
                if (flying.isEmpty() && waiting.isEmpty()) {
                    Files.deleteIfExists(path);
                } else if (waiting.count() > 0) {
                    LOG.warn("{} calls wait in {}; the next start takes them in", waiting.count(), path);
                }
            } catch (IOException e) {
                LOG.warn("closing {}: {}", path, e.getMessage());
            }
        }
    }
}
