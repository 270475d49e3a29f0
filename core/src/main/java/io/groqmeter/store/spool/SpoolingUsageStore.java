package io.groqmeter.store.spool;

import io.groqmeter.outbox.OutboxQueue;
import io.groqmeter.store.Durability;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.text.Plural;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in front of another that takes batches while the other one cannot: they wait in a file and go into it, once and in
 * order, as soon as it takes batches again, or when the file is next opened.
 *
 * <p>A batch goes to the file when the store is failing, or has not finished within a short patience (locked by another process,
 * a slow disk), and as long as earlier ones wait there. Until it has left the file, its records are missing in sums and lists
 * ({@link #spooled} says how many), but on disk. A batch that the store refuses although it works is the caller's to deal with.
 *
 * <p>Only one thread of its own touches the other store's writing side, so that a caller can stop waiting for it.
 */
public final class SpoolingUsageStore extends ForwardingUsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolingUsageStore.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** What is left of a spool when a caller waits for its end instead of adding to it: less than one transaction takes. */
    private static final long NEARLY_EMPTY = 64 * 1024;

    private final OutboxQueue spool;
    private final SpoolDrain drain;
    private final Duration patience;
    private final StoreThread writer;
    private volatile Runnable onReturn = () -> {};
    private boolean draining;
    private boolean flowing;
    private boolean closed;
    private String failure = "it has not been tried";
    private @Nullable String spoolFailure;

    private SpoolingUsageStore(UsageStore store, OutboxQueue spool, Duration patience) {
        super(store);
        this.spool = spool;
        this.drain = new SpoolDrain(spool, store);
        this.patience = patience;
        this.writer = new StoreThread(patience);
    }

    /**
     * Puts a spool in front of a store, and what the spool holds from an earlier process into the store. Closing this closes the
     * store.
     *
     * @param folder where the spool lies; one process at a time may use it
     * @param patience how long a batch may take before it goes to the spool
     * @param reserve bytes of disk space the spool takes at once, for when the disk is full
     * @throws UsageStoreException when the spool's file cannot be opened
     */
    public static SpoolingUsageStore before(
            UsageStore store, Path folder, Durability durability, Duration patience, int reserve) {
        OutboxQueue spool = OutboxQueue.open(folder, durability, reserve);
        SpoolingUsageStore spooling = new SpoolingUsageStore(store, spool, patience);
        spooling.begin();
        return spooling;
    }

    /** The same without a reserve. */
    public static SpoolingUsageStore before(UsageStore store, Path folder, Durability durability, Duration patience) {
        return before(store, folder, durability, patience, 0);
    }

    /** How many records wait in a folder's spool, also while a gateway writes it. */
    public static long spooled(Path folder) {
        return OutboxQueue.records(folder);
    }

    /**
     * Copies a folder's spool as it is, also while a gateway writes it. What is in neither copy is in the store behind it, or has come
     * since.
     */
    public static void copy(Path folder, Path to) throws IOException {
        try {
            Files.copy(folder.resolve(OutboxQueue.NAME), to.resolve(OutboxQueue.NAME));
        } catch (NoSuchFileException e) {
            // Nothing waits.
        }
    }

    /**
     * Brings what a folder's spool holds into a store, and removes the spool; what the store refuses although it works is put aside.
     *
     * @throws UsageStoreException when the store takes nothing
     */
    public static void drain(Path folder, UsageStore store) throws IOException {
        OutboxQueue spool = OutboxQueue.open(folder, Durability.PROCESS, 0);
        try (spool) {
            new SpoolDrain(spool, store).moveAll();
        }
    }

    private void begin() {
        mended().ifPresent(LOG::warn);
        if (!spool.isEmpty()) {
            draining = true;
            drain();
        }
    }

    /** What was cut off the spool when it was opened, because its last write had been interrupted. */
    public Optional<String> mended() {
        return spool.mended();
    }

    /** Who is told, on the writing thread, when the last waiting batch has come into the store. */
    public void onReturn(Runnable listener) {
        onReturn = listener;
    }

    // ---- a batch comes -----------------------------------------------------------------------------------------

    @Override
    public int append(UsageBatch batch) {
        OptionalInt added = mustWait() ? OptionalInt.empty() : offer(batch);
        return added.isPresent() ? added.getAsInt() : spool(batch);
    }

    /** Whether earlier batches have not come into the store yet; where they are about to, waits for them. */
    private synchronized boolean mustWait() {
        long end = System.nanoTime() + patience.toNanos();
        while (flowing && !spool.isEmpty() && spool.bytes() < NEARLY_EMPTY && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return !spool.isEmpty() || !writer.idle();
    }

    /**
     * Lets the store have a batch.
     *
     * @return how many records were new; empty when the store does not take it, or not in time
     */
    private OptionalInt offer(UsageBatch batch) {
        try {
            OptionalInt added = writer.write(() -> write(batch));
            if (added.isPresent()) {
                spoolFailed(null);
            }
            return added;
        } catch (TimeoutException e) {
            failed("it has not taken a batch within " + patience.toMillis() + " ms");
            return OptionalInt.empty();
        }
    }

    private OptionalInt write(UsageBatch batch) {
        try {
            return OptionalInt.of(store().append(batch));
        } catch (RuntimeException e) {
            if (drain.storeWorks()) {
                throw e;
            }
            failed(e.getMessage());
            return OptionalInt.empty();
        }
    }

    private synchronized int spool(UsageBatch batch) {
        if (closed) {
            throw new UsageStoreException("nothing can be appended: the store was closed");
        }
        try {
            spool.add(batch);
            spoolFailure = null;
        } catch (IOException e) {
            spoolFailure = "nor can " + spool.path() + " be written: " + e.getMessage();
            throw new UsageStoreException("the store takes nothing: " + failure + "; " + spoolFailure, e);
        }
        if (!draining) {
            draining = true;
            LOG.error("The store takes nothing ({}); calls go to {} until it does", failure, spool.path());
            writer.after(PAUSE, this::drain);
        }
        return batch.settled().size();
    }

    private synchronized void failed(@Nullable String why) {
        failure = String.valueOf(why);
    }

    private synchronized void spoolFailed(@Nullable String why) {
        spoolFailure = why;
    }

    // ---- what waits goes into the store ------------------------------------------------------------------------

    private void drain() {
        try {
            while (goesOn() && drain.moveSome()) {
                moved();
            }
        } catch (IOException | RuntimeException | Error e) {
            stopFlowing(e);
        }
    }

    private synchronized boolean goesOn() {
        return !closed && !spool.isEmpty();
    }

    private synchronized void moved() {
        flowing = true;
        spoolFailure = null;
        notifyAll();
        if (spool.isEmpty()) {
            draining = false;
            flowing = false;
            LOG.info("The store takes calls again, and has all that waited in {}", spool.path());
            onReturn.run();
        }
    }

    private synchronized void stopFlowing(Throwable e) {
        flowing = false;
        notifyAll();
        failed(e.getMessage());
        if (!closed) {
            LOG.debug("What waits in {} cannot go into the store yet", spool.path(), e);
            writer.after(PAUSE, this::drain);
        }
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    @Override
    public long spooled() {
        return spool.records();
    }

    @Override
    public StoreHealth check() {
        synchronized (this) {
            if (spoolFailure != null) {
                return new StoreHealth(false, failure + "; " + spoolFailure);
            }
            if (!spool.isEmpty()) {
                return new StoreHealth(
                        true,
                        Plural.of(spool.records(), "record waits", "records wait") + " in " + spool.path() + ": "
                                + failure);
            }
        }
        return store().check();
    }

    @Override
    public List<OpenCall> openCalls() {
        Map<String, OpenCall> open = new LinkedHashMap<>();
        store().openCalls().forEach(call -> open.put(call.id(), call));
        synchronized (this) {
            try {
                spool.applyTo(open);
            } catch (IOException e) {
                throw new UsageStoreException("cannot read " + spool.path() + ": " + e.getMessage(), e);
            }
        }
        return open.values().stream()
                .sorted(Comparator.comparing(OpenCall::startedAt).thenComparing(OpenCall::id))
                .toList();
    }

    /** Tries once more, for a few seconds, to bring what waits into the store; the rest stays in the spool for the next start. */
    @Override
    public void close() {
        if (writer.isShutdown()) {
            return;
        }
        writer.run(this::drain, CLOSING_TIME);
        synchronized (this) {
            closed = true;
            writer.shutdown();
            if (!spool.isEmpty()) {
                LOG.warn("{} records wait in {}; the next start takes them in", spool.records(), spool.path());
            }
            try {
                spool.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", spool.path(), e.getMessage());
            }
        }
        store().close();
    }
}
