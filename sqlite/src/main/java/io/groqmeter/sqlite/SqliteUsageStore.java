package io.groqmeter.sqlite;

import io.groqmeter.sqlite.ReadConnections.Reading;
import io.groqmeter.store.Durability;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps usage in one SQLite file, which several processes may write and read at the same time.
 *
 * <p>One connection writes; a few others read beside it and never wait for it. A call costs at most 9,223,372.036854775807
 * dollars; sums are exact far beyond.
 */
public final class SqliteUsageStore implements UsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteUsageStore.class);

    private final SqliteFile file;
    private final @Nullable ReadOnlyDatabase toRead;
    private final UsageCalendar calendar;
    private final @Nullable Durability durability;
    private final int backlog;
    private final ReadConnections readers;
    private final SharedRows shared = new SharedRows();
    private final RecentCalls recent = new RecentCalls(shared);
    private @Nullable BatchWriter writer;
    private boolean closed;

    private SqliteUsageStore(
            SqliteFile file,
            @Nullable ReadOnlyDatabase toRead,
            UsageCalendar calendar,
            @Nullable Durability durability,
            int backlog) {
        this.file = file;
        this.toRead = toRead;
        this.calendar = calendar;
        this.durability = durability;
        this.backlog = backlog;
        this.readers = new ReadConnections(file::reading);
    }

    /**
     * Opens a file for writing and reading, and makes it and its folder where there are none. Where the zone is not the one the
     * file was last used with, all rollups are made anew, which takes about 10 seconds a million calls.
     *
     * @throws UsageStoreException when that cannot be: the message names the file, the cause and the mend
     */
    public static SqliteUsageStore open(Path path, UsageCalendar calendar, Durability durability) {
        return open(new SqliteFile(path), calendar, durability);
    }

    /**
     * The same in the zone the file has; the zone that is named is for a new one.
     *
     * @throws UsageStoreException when that cannot be: the message names the file, the cause and the mend
     */
    public static SqliteUsageStore openInItsZone(Path path, ZoneId first, Durability durability) {
        SqliteFile file = new SqliteFile(path);
        UsageCalendar calendar = SqliteSetup.prepare(file, first, true);
        return new SqliteUsageStore(file, null, calendar, durability, RollupBacklog.MOST);
    }

    static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability) {
        return open(file, calendar, durability, RollupBacklog.MOST);
    }

    /** @param backlog how many records may gather before they go into the rollups */
    static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability, int backlog) {
        SqliteSetup.prepare(file, calendar.zone(), false);
        return new SqliteUsageStore(file, null, calendar, durability, backlog);
    }

    /**
     * Opens an existing file for reading only, also while a gateway writes it, and also in a folder that cannot be written to. Its
     * calendar is the one it was last written with. What an older groqmeter wrote is not changed; a copy of it is brought up to date.
     *
     * @throws UsageStoreException when there is no such file (which is not the same as no calls), or it cannot be read
     */
    public static SqliteUsageStore openReadOnly(Path path) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.of(path);
        return new SqliteUsageStore(opened.file(), opened, opened.calendar(), null, RollupBacklog.MOST);
    }

    /**
     * The policies of an existing file, for reading only.
     *
     * @throws UsageStoreException as {@link #openReadOnly}
     */
    public static PolicyStore policiesReadOnly(Path path) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.of(path);
        return new SqlitePolicyStore(opened.file(), opened);
    }

    /** Whether an older groqmeter wrote an existing file, as far as can be told while others use it. */
    public static boolean isOlder(Path path) {
        SqliteFile file = new SqliteFile(path);
        try (Connection connection = file.reading()) {
            return !Schema.isEmpty(connection)
                    && !Schema.SQLITE.isIn(connection, file.path().toString());
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Writes what an existing file holds now into a new file, brought up to date where an older groqmeter wrote it. Whoever writes the
     * one meanwhile is not held up.
     */
    public static void copy(Path path, Path to) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.of(path);
        try (opened;
                Connection connection = opened.file().reading()) {
            TemporaryCopy.snapshot(connection, to);
            opened.requireUnchanged();
        } catch (SQLException e) {
            throw opened.file().failure("copy", e);
        }
    }

    /** Whether an older groqmeter wrote what is read here. */
    public boolean older() {
        return toRead != null && toRead.older();
    }

    @Override
    public int append(UsageBatch batch) {
        return write(writer -> writer.append(batch));
    }

    @Override
    public int replace(Collection<String> gone, UsageBatch batch) {
        return write(writer -> writer.replace(gone, batch));
    }

    private interface Writing {
        int with(BatchWriter writer) throws SQLException;
    }

    private synchronized int write(Writing writing) {
        Durability wanted = requireWritable();
        BatchWriter current = writer;
        try {
            if (current == null) {
                current = new BatchWriter(file.writing(wanted), calendar, backlog);
                writer = current;
            }
            return writing.with(current);
        } catch (SQLException | RuntimeException e) {
            UsageStoreException failure = file.failure("append to", e);
            discardWriter(failure);
            throw failure;
        }
    }

    private Durability requireWritable() {
        if (closed) {
            throw new UsageStoreException("nothing can be appended: " + file.path() + " was closed");
        }
        if (durability == null) {
            throw new UsageStoreException("nothing can be appended: " + file.path() + " was opened for reading only");
        }
        return durability;
    }

    private void discardWriter(UsageStoreException failure) {
        BatchWriter failed = writer;
        writer = null;
        if (failed != null) {
            try {
                failed.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        return read(connection -> {
            UnrolledCalls loose = new UnrolledCalls(connection, shared, recent);
            List<List<UsageRollup>> answers = new ArrayList<>(queries.size());
            for (RollupQuery query : queries) {
                answers.add(new RollupReader(connection, calendar, shared, loose, query).read());
            }
            return answers;
        });
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        return read(connection ->
                new LatencyReader(connection, calendar, new UnrolledCalls(connection, shared, recent), query).read());
    }

    @Override
    public RecordPage find(RecordQuery query) {
        return read(connection -> new PageReader(connection, query).read());
    }

    @Override
    public Optional<UsageRecord> find(String id) {
        return read(connection -> new CallReader(connection).find(id));
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        return read(connection -> new CallReader(connection).after(position, limit));
    }

    @Override
    public List<OpenCall> openCalls() {
        return read(connection -> new CallReader(connection).openCalls());
    }

    private <T> T read(Reading<T> reading) {
        try {
            T read = readers.read(reading);
            if (toRead != null) {
                toRead.requireUnchanged();
            }
            return read;
        } catch (SQLException e) {
            throw file.failure("read", e);
        }
    }

    /** How far it has got, whichever process brought it there. */
    public Progress progress() {
        return read(Progress::of);
    }

    /** The policies in the same file: connections of their own, to be closed apart and before this store. */
    public PolicyStore policies() {
        return new SqlitePolicyStore(file, () -> {});
    }

    @Override
    public UsageCalendar calendar() {
        return calendar;
    }

    @Override
    public StoreHealth check() {
        return shown(SqliteHealth.check(file, durability));
    }

    /**
     * Reads the whole database and compares every rollup with its rows; takes about 10 seconds a million calls, and holds up
     * nobody.
     */
    public StoreHealth verify() {
        return shown(read(connection -> SqliteHealth.verify(connection, file, calendar)));
    }

    /** Where a copy is read, what is said is of the file itself. */
    private StoreHealth shown(StoreHealth health) {
        return toRead == null
                ? health
                : new StoreHealth(
                        health.ok(),
                        health.detail()
                                .replace(file.path().toString(), toRead.path().toString()));
    }

    /**
     * Ends all connections; the last process to do so moves the write-ahead log into the file. Closed again, when the policies in the
     * file are closed too, it sees to that.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            tidy();
            return;
        }
        closed = true;
        BatchWriter last = writer;
        writer = null;
        try {
            // The writing connection last: only that can move the write-ahead log into the file.
            readers.close();
            if (last != null) {
                last.close();
            }
        } catch (SQLException e) {
            throw file.failure("close", e);
        } finally {
            if (toRead != null) {
                toRead.close();
            }
        }
    }

    /** A connection that only reads, and was the last, has left the log where it was. */
    private void tidy() {
        if (durability != null && Files.exists(file.path())) {
            try {
                file.writing(durability).close();
            } catch (SQLException e) {
                LOG.debug("The write-ahead log of {} stays for the next start: {}", file.path(), e.getMessage());
            }
        }
    }
}
