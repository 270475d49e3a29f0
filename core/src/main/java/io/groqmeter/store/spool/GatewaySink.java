package io.groqmeter.store.spool;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSink;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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
 * <p>What the gateway refuses for what it is, rather than for its own trouble, is put aside in {@code usage_spool.refused}.
 */
public final class GatewaySink implements UsageSink {

    private static final Logger LOG = LoggerFactory.getLogger(GatewaySink.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(20);
    private static final Duration CLOSING_TIME = Duration.ofSeconds(30);

    private final URI records;
    private final @Nullable String key;
    private final FileChannel lock;
    private final UsageSpool spool;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Thread sender;
    private @Nullable String trouble;
    private boolean closing;

    private GatewaySink(URI gateway, @Nullable String key, FileChannel lock, UsageSpool spool) {
        this.records = URI.create(gateway.toString().replaceFirst("/+$", "") + "/api/records");
        this.key = key;
        this.lock = lock;
        this.spool = spool;
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
        FileChannel lock = lock(folder);
        try {
            UsageSpool spool = UsageSpool.open(folder, Durability.PROCESS, 0);
            spool.mended().ifPresent(LOG::warn);
            return new GatewaySink(gateway, key, lock, spool);
        } catch (UsageStoreException e) {
            release(lock);
            throw e;
        }
    }

    private static FileChannel lock(Path folder) {
        Path file = folder.resolve("usage_spool.lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = tryLock(channel);
            if (held == null) {
                channel.close();
                throw new UsageStoreException(
                        "another process or meter uses " + folder + "; give each a folder of its own");
            }
            return channel;
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot use " + folder + ": " + e.getMessage() + "; check that it may be written to", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void release(FileChannel lock) {
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
        notifyAll();
        return batch.settled().size();
    }

    /** How many records wait for the gateway. */
    public synchronized long waiting() {
        return spool.records();
    }

    /** It takes batches as long as the disk does; what it says of the gateway is in the detail. */
    @Override
    public synchronized StoreHealth check() {
        return new StoreHealth(
                true, trouble == null ? "records go to " + records : spool.records() + " records wait: " + trouble);
    }

    // ---- what waits goes to the gateway ------------------------------------------------------------------------

    private void send() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            UsageSpool.Next next = next();
            if (next == null) {
                return;
            }
            try {
                deliver(next.batch());
                taken(next);
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

    /** What to send next; waits for it. Null when there is nothing left to do. */
    private synchronized UsageSpool.@Nullable Next next() {
        while (true) {
            try {
                if (!spool.isEmpty()) {
                    return spool.next();
                }
                if (closing) {
                    return null;
                }
                wait();
            } catch (InterruptedException e) {
                LOG.warn("The thread {} was interrupted and goes on", sender.getName());
            } catch (IOException e) {
                failed(e);
                return null;
            }
        }
    }

    private void deliver(UsageBatch batch) throws IOException, InterruptedException {
        List<UsageLine> lines = lines(batch);
        int status = post(lines);
        if (refused(status) && lines.size() > 1) {
            for (UsageLine line : lines) {
                deliverOne(line);
            }
        } else if (refused(status)) {
            deliverOne(lines.get(0));
        } else if (status != 200) {
            throw new IOException(records + " answers " + status);
        }
    }

    private void deliverOne(UsageLine line) throws IOException, InterruptedException {
        int status = post(List.of(line));
        if (refused(status)) {
            spool.refuse(line.text(), new IOException(records + " answers " + status));
        } else if (status != 200) {
            throw new IOException(records + " answers " + status);
        }
    }

    /** Whether the fault is the line's. A missing right, a wrong address or haste is not. */
    private static boolean refused(int status) {
        return status == 400 || status == 413 || status == 422;
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

    private int post(List<UsageLine> lines) throws IOException, InterruptedException {
        if (lines.isEmpty()) {
            return 200;
        }
        String body = lines.stream().map(UsageLine::text).collect(Collectors.joining("\n", "", "\n"));
        HttpRequest.Builder request = HttpRequest.newBuilder(records)
                .timeout(ANSWER_TIME)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
        return answer.statusCode();
    }

    private synchronized void taken(UsageSpool.Next next) throws IOException {
        spool.take(next);
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
