package io.groqmeter.cli.books;

import io.groqmeter.UsageListener;
import io.groqmeter.sqlite.DatabaseProgress;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code groqmeter.running}: what must be in the data folder after a gateway was killed, so that the next start sees what somebody
 * took away meanwhile. It is there from the start of a gateway to its end in good order.
 *
 * <p>It is one line of one length, written over by one write: a kill leaves the former or the new one. It never says more than is
 * there: what it tells of is written before. The loss of power may take what it tells of and leave it; then that is lost indeed.
 */
public final class RunMarker implements UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunMarker.class);
    private static final String NAME = "groqmeter.running";
    private static final Pattern LINE = Pattern.compile("journal=([01]) records=(\\d{19}) policies=(\\d{19})\n");

    /** How soon a change that another process made is noted. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How soon one that this process made is. */
    private static final Duration SOON = Duration.ofMillis(20);

    private final Path folder;
    private final AtomicBoolean noteDue = new AtomicBoolean(true);
    private final ScheduledExecutorService watch;
    private Said said;
    private boolean begun;
    private volatile @Nullable SqliteUsageStore database;

    /**
     * What the file says.
     *
     * @param journal whether there is a journal
     * @param reached how far the database has got, at least
     */
    public record Said(boolean journal, DatabaseProgress reached) {

        public static final Said NOTHING = new Said(false, new DatabaseProgress(0, 0));
    }

    public RunMarker(Path folder) {
        this.folder = folder;
        this.said = before(folder).orElse(Said.NOTHING);
        this.watch = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "groqmeter-run-mark");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy()); // of what comes after its end nobody has to know
    }

    /** What a gateway that was killed has left; empty where none was. */
    public static Optional<Said> before(Path folder) {
        try {
            Matcher line = LINE.matcher(Files.readString(folder.resolve(NAME), StandardCharsets.ISO_8859_1));
            return line.matches()
                    ? Optional.of(new Said(
                            line.group(1).equals("1"),
                            new DatabaseProgress(Long.parseLong(line.group(2)), Long.parseLong(line.group(3)))))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The journal of before is about to go; what the database had reached stays until all of this is told. */
    synchronized void journalGoes() {
        write(new Said(false, said.reached()));
    }

    /** All is as it should be from now on. Looks from time to time how far a database has got: other processes change it too. */
    synchronized void begin(boolean journal, UsageStore books) {
        begun = true;
        noteDue.set(false);
        if (books instanceof SqliteUsageStore sqlite) {
            write(new Said(journal, said.reached()));
            database = sqlite;
            note(sqlite);
            watch.scheduleWithFixedDelay(() -> note(sqlite), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            write(new Said(journal, Said.NOTHING.reached()));
        }
    }

    /** Each batch is noted soon, by another thread: nobody waits for that. */
    @Override
    public void appended(List<UsageRecord> records) {
        SqliteUsageStore noted = database;
        if (noted != null && !noteDue.getAndSet(true)) {
            watch.schedule(() -> note(noted), SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void note(SqliteUsageStore books) {
        noteDue.set(false);
        try {
            DatabaseProgress reached = books.progress();
            synchronized (this) {
                if (begun && !said.reached().equals(reached)) {
                    write(new Said(said.journal(), reached));
                }
            }
        } catch (UsageStoreException e) {
            LOG.debug("{} was not written: {}", NAME, e.getMessage());
        }
    }

    /** A disk that takes nothing costs a finding at worst. */
    private void write(Said now) {
        said = now;
        String line = String.format(
                Locale.ROOT,
                "journal=%d records=%019d policies=%019d\n",
                now.journal() ? 1 : 0,
                now.reached().records(),
                now.reached().policies());
        try (FileChannel file =
                OwnerOnly.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)), 0);
        } catch (IOException e) {
            LOG.debug("{} was not written: {}", NAME, e.getMessage());
        }
    }

    /** Before the journal goes, at the end. */
    synchronized void ending() {
        watch.shutdownNow();
        if (begun) {
            write(new Said(false, said.reached()));
        }
    }

    /** After the books were closed. What is left of their log may be taken away still; a database that is gone is the next start's to tell. */
    @Override
    public synchronized void close() {
        watch.shutdownNow();
        try {
            boolean gone = database != null && Files.notExists(folder.resolve(Books.DATABASE));
            if (begun
                    && !gone
                    && folder.resolve(Books.DATABASE + "-wal").toFile().length() == 0) {
                Files.deleteIfExists(folder.resolve(NAME));
            }
        } catch (IOException e) {
            LOG.debug("{} stays: {}", NAME, e.getMessage());
        }
    }
}
