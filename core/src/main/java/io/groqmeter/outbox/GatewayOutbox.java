package io.groqmeter.outbox;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.ExclusiveFileLock;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.text.Plural;
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
 * A sink that sends every call to a running gateway, which keeps the books.
 *
 * <p>A batch is on disk, in an {@link OutboxQueue}, when {@link #append} returns. A thread of its own sends what waits to the
 * gateway's {@code POST /api/records}, some hundred lines at a time, and removes it from the queue when the gateway has confirmed
 * it. While the gateway is down everything waits, across restarts of this process too. What was sent but not confirmed is sent
 * again; the gateway knows the ids, so no call is counted twice.
 *
 * <p>Calls in flight are reported again twice a minute. When the reports of a call stop, the gateway concludes that this process has
 * died and marks the call as unsettled.
 *
 * <p>A line that the gateway rejects as invalid is moved to {@code usage_spool.refused}.
 */
public final class GatewayOutbox implements UsageSink {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayOutbox.class);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);

    /** Some 200 KB. */
    private static final int MOST_LINES = 500;

    private final GatewayClient gateway;
    private final ExclusiveFileLock lock;
    private final OutboxQueue queue;
    private final Duration reportInterval;
    private final Map<String, OpenCall> inFlight = new LinkedHashMap<>();
    private final Thread sender;
    private long reportedAt = System.nanoTime();
    private @Nullable String trouble;
    private boolean closing;

    private GatewayOutbox(GatewayClient gateway, ExclusiveFileLock lock, OutboxQueue queue, Duration reportInterval) {
        this.gateway = gateway;
        this.lock = lock;
        this.queue = queue;
        this.reportInterval = reportInterval;
        this.sender = new Thread(this::send, "groqmeter-sender");
        sender.setDaemon(true);
        sender.start();
    }

    /**
     * Opens the queue and starts sending.
     *
     * @param gateway the gateway's address, such as {@code http://127.0.0.1:5001}
     * @param key a key the gateway lets add records; null where it asks for none
     * @param folder the queue's folder; one process at a time may use it
     * @throws UsageStoreException when the folder cannot be used
     */
    public static GatewayOutbox open(URI gateway, @Nullable String key, Path folder) {
        return open(gateway, key, folder, REPORT_INTERVAL);
    }

    /** @param reportInterval how often calls still in flight are reported again */
    static GatewayOutbox open(URI gateway, @Nullable String key, Path folder, Duration reportInterval) {
        ExclusiveFileLock lock = OutboxLock.take(folder);
        try {
            OutboxQueue queue = OutboxQueue.open(folder, Durability.PROCESS, 0);
            queue.mended().ifPresent(LOG::warn);
            return new GatewayOutbox(new GatewayClient(gateway, key), lock, queue, reportInterval);
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

    // ---- appending ----------------------------------------------------------------------------------------------

    @Override
    public synchronized int append(UsageBatch batch) {
        try {
            queue.add(batch);
        } catch (IOException e) {
            throw new UsageStoreException("cannot write " + queue.path() + ": " + e.getMessage(), e);
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

    /** Calls that go through the gateway are counted by it. */
    @Override
    public boolean counts(URI address) {
        return gateway.isAt(address);
    }

    /** How many records wait for the gateway. */
    public synchronized long waiting() {
        return queue.records();
    }

    /** Healthy as long as the disk takes batches; the state of the gateway is in the detail. */
    @Override
    public synchronized StoreHealth check() {
        return new StoreHealth(
                true,
                trouble == null
                        ? "records go to " + gateway
                        : Plural.of(queue.records(), "record waits: ", "records wait: ") + trouble);
    }

    // ---- sending ---------------------------------------------------------------------------------------------------

    private void send() {
        Duration pause = FIRST_PAUSE;
        while (somethingToSend()) {
            try {
                reportInFlight();
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

    /** Waits until there is something. False when closed and empty. */
    private synchronized boolean somethingToSend() {
        while (queue.isEmpty() && !reportDue()) {
            if (closing) {
                return false;
            }
            try {
                if (inFlight.isEmpty()) {
                    wait();
                } else {
                    TimeUnit.NANOSECONDS.timedWait(this, reportedAt + reportInterval.toNanos() - System.nanoTime());
                }
            } catch (InterruptedException e) {
                LOG.warn("The thread {} was interrupted and goes on", sender.getName());
            }
        }
        return true;
    }

    private synchronized boolean reportDue() {
        return !closing && !inFlight.isEmpty() && System.nanoTime() - reportedAt >= reportInterval.toNanos();
    }

    /** Only this thread sends, so a report of a call never overtakes its record. */
    private void reportInFlight() throws IOException, InterruptedException {
        if (reportDue()) {
            List<UsageLine> lines = inFlight();
            for (int at = 0; at < lines.size(); at += MOST_LINES) {
                gateway.send(lines.subList(at, Math.min(at + MOST_LINES, lines.size())));
            }
            reported();
        }
    }

    private synchronized List<UsageLine> inFlight() {
        return inFlight.values().stream().<UsageLine>map(UsageLine.Opened::new).toList();
    }

    private synchronized void reported() {
        reportedAt = System.nanoTime();
        recovered();
    }

    private void sendNext() throws IOException, InterruptedException {
        if (queue.isEmpty()) {
            return;
        }
        OutboxQueue.Next next = queue.next();
        for (GatewayClient.Refused refused : gateway.send(lines(next.batch()))) {
            queue.refuse(refused.line().text(), new IOException(gateway + " answers " + refused.status()));
        }
        confirmed(next);
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

    private synchronized void confirmed(OutboxQueue.Next next) throws IOException {
        queue.take(next);
        recovered();
    }

    private void recovered() {
        if (trouble != null) {
            LOG.info("The gateway takes records again");
            trouble = null;
        }
    }

    /** @return whether to try again: after closing has begun, once is enough */
    private synchronized boolean failed(Exception e) {
        if (trouble == null) {
            LOG.warn("The gateway takes no records; they wait in {}: {}", queue.path(), e.toString());
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

    /** Sends what waits, if the gateway accepts it; the rest is sent after the next start. */
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
            if (!queue.isEmpty()) {
                LOG.warn("{} records wait in {} for the next start", queue.records(), queue.path());
            }
            try {
                queue.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", queue.path(), e.getMessage());
            }
        }
        release(lock);
    }
}
