package io.groqmeter.store.spool;

import io.groqmeter.store.Durability;
import io.groqmeter.store.ExclusiveFileLock;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.usage.Plural;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings calls to a running gateway, which keeps the books.
 *
 * <p>A batch is on disk, in a spool, when {@link #append} returns; a thread of its own sends what waits to the gateway's
 * {@code POST /api/records}, some hundred lines at a time, and takes it out of the spool when the gateway says that it has it. While
 * the gateway is down everything waits, across restarts of this process too. What was sent and not confirmed is sent again; the
 * gateway knows the ids, so nothing is in the books twice.
 *
 * <p>Calls in flight are told again twice a minute. A gateway that hears no more of one knows that this process has died, and leaves
 * the call unsettled.
 *
 * <p>What the gateway refuses for what it is, rather than for its own trouble, is put aside in {@code usage_spool.refused}.
 */
public final class GatewaySink implements UsageSink {

    private static final Logger LOG = LoggerFactory.getLogger(GatewaySink.class);
    private static final Duration TELLING_AGAIN = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);

    /** Some 200 KB. */
    private static final int MOST_LINES = 500;

    private final GatewayPost gateway;
    private final ExclusiveFileLock lock;
    private final UsageSpool spool;
    private final Duration tellingAgain;
    private final Map<String, OpenCall> inFlight = new LinkedHashMap<>();
    private final Thread sender;
    private long toldAt = System.nanoTime();
    private @Nullable String trouble;
    private boolean closing;

    private GatewaySink(GatewayPost gateway, ExclusiveFileLock lock, UsageSpool spool, Duration tellingAgain) {
        this.gateway = gateway;
        this.lock = lock;
        this.spool = spool;
        this.tellingAgain = tellingAgain;
        this.sender = new Thread(this::send, "groqmeter-sender");
        sender.setDaemon(true);
        sender.start();
    }

    /**
     * Opens the spool and begins to send.
     *
     * @param gateway the gateway's address, such as {@code http://127.0.0.1:5001}
     * @param key a key the gateway lets add records; null where it asks for none
     * @param folder where the spool lies; one process at a time may use it
     * @throws UsageStoreException when the folder cannot be used
     */
    public static GatewaySink open(URI gateway, @Nullable String key, Path folder) {
        return open(gateway, key, folder, TELLING_AGAIN);
    }

    /** @param tellingAgain after how long calls still in flight are told again */
    static GatewaySink open(URI gateway, @Nullable String key, Path folder, Duration tellingAgain) {
        ExclusiveFileLock lock = SpoolLock.take(folder);
        try {
            UsageSpool spool = UsageSpool.open(folder, Durability.PROCESS, 0);
            spool.mended().ifPresent(LOG::warn);
            return new GatewaySink(new GatewayPost(gateway, key), lock, spool, tellingAgain);
        } catch (UsageStoreException e) {
            release(lock);
            throw e;
        }
    }

    private static void release(ExclusiveFileLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("closing a lock: {}", e.getMessage());
        }
    }

    // ---- a batch comes -----------------------------------------------------------------------------------------

    @Override
    public synchronized int append(UsageBatch batch) {
        try {
            spool.add(batch);
        } catch (IOException e) {
            throw new UsageStoreException("cannot write " + spool.path() + ": " + e.getMessage(), e);
        }
        for (OpenCall call : batch.opened()) {
            if (call.unsettled() == null) {
                inFlight.put(call.id(), call);
            } else {
                inFlight.remove(call.id());
            }
        }
        batch.settled().forEach(record -> inFlight.remove(record.id()));
        notifyAll();
        return batch.settled().size();
    }

    /** A line in the spool, which nobody waits for. */
    @Override
    public boolean tryOpen(OpenCall call) {
        try {
            append(new UsageBatch(List.of(call), List.of()));
            return true;
        } catch (UsageStoreException e) {
            return false; // the writing thread tries until it succeeds, and says what is wrong
        }
    }

    /** What goes through the gateway is counted by it. */
    @Override
    public boolean counts(URI address) {
        return gateway.isAt(address);
    }

    /** How many records wait for the gateway. */
    public synchronized long waiting() {
        return spool.records();
    }

    /** It takes batches as long as the disk does; what it says of the gateway is in the detail. */
    @Override
    public synchronized StoreHealth check() {
        return new StoreHealth(
                true,
                trouble == null
                        ? "records go to " + gateway
                        : Plural.of(spool.records(), "record waits: ", "records wait: ") + trouble);
    }

    // ---- what waits goes to the gateway ------------------------------------------------------------------------

    private void send() {
        Duration pause = FIRST_PAUSE;
        while (somethingToSend()) {
            try {
                tellAgain();
                sendNext();
                pause = FIRST_PAUSE;
            } catch (IOException | RuntimeException e) {
                if (!failed(e)) {
                    return;
                }
                pause(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            } catch (InterruptedException e) {
                LOG.warn("The thread {} was interrupted and goes on", sender.getName());
            }
        }
    }

    /** Waits until there is. False when nothing is left to do. */
    private synchronized boolean somethingToSend() {
        while (spool.isEmpty() && !timeToTell()) {
            if (closing) {
                return false;
            }
            try {
                if (inFlight.isEmpty()) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, toldAt + tellingAgain.toNanos() - System.nanoTime());
                }
            } catch (InterruptedException e) {
                LOG.warn("The thread {} was interrupted and goes on", sender.getName());
            }
        }
        return true;
    }

    private synchronized boolean timeToTell() {
        return !closing && !inFlight.isEmpty() && System.nanoTime() - toldAt >= tellingAgain.toNanos();
    }

    /** This thread alone sends: what is told of a call here never overtakes its record. */
    private void tellAgain() throws IOException, InterruptedException {
        if (timeToTell()) {
            List<UsageLine> lines = inFlight();
            for (int at = 0; at < lines.size(); at += MOST_LINES) {
                gateway.send(lines.subList(at, Math.min(at + MOST_LINES, lines.size())));
            }
            told();
        }
    }

    private synchronized List<UsageLine> inFlight() {
        return inFlight.values().stream().<UsageLine>map(UsageLine.Opened::new).toList();
    }

    private synchronized void told() {
        toldAt = System.nanoTime();
        well();
    }

    private void sendNext() throws IOException, InterruptedException {
        if (spool.isEmpty()) {
            return;
        }
        UsageSpool.Next next = spool.next();
        for (GatewayPost.Refused refused : gateway.send(lines(next.batch()))) {
            spool.refuse(refused.line().text(), new IOException(gateway + " answers " + refused.status()));
        }
        taken(next);
    }

    private static List<UsageLine> lines(UsageBatch batch) {
        List<UsageLine> lines = new ArrayList<>();
        for (OpenCall call : batch.opened()) {
            lines.add(new UsageLine.Opened(call));
        }
        for (UsageRecord record : batch.settled()) {
            lines.add(new UsageLine.Settled(record));
        }
        return lines;
    }

    private synchronized void taken(UsageSpool.Next next) throws IOException {
        spool.take(next);
        well();
    }

    private void well() {
        if (trouble != null) {
            LOG.info("The gateway takes records again");
            trouble = null;
        }
    }

    /** @return whether to try again: after closing has begun, once is enough */
    private synchronized boolean failed(Exception e) {
        if (trouble == null) {
            LOG.warn("The gateway takes no records; they wait in {}: {}", spool.path(), e.toString());
        }
        trouble = String.valueOf(e.getMessage());
        return !closing;
    }

    private synchronized void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toNanos(); left > 0 && !closing; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            LOG.warn("The thread {} was interrupted and goes on", sender.getName());
        }
    }

    /** Sends what waits, if the gateway takes it; the rest waits for the next start. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            sender.join(CLOSING_TIME.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (!spool.isEmpty()) {
                LOG.warn("{} records wait in {} for the next start", spool.records(), spool.path());
            }
            try {
                spool.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", spool.path(), e.getMessage());
            }
        }
        release(lock);
    }
}
