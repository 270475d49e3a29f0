package io.groqmeter.sqlite;

import io.groqmeter.sqlite.call.RowCache;
import io.groqmeter.sqlite.database.ReadOnlyDatabase;
import io.groqmeter.sqlite.database.SqliteHealth;
import io.groqmeter.sqlite.database.SqliteSetup;
import io.groqmeter.sqlite.file.ReadConnections;
import io.groqmeter.sqlite.file.ReadConnections.Reading;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.file.TemporaryCopy;
import io.groqmeter.sqlite.read.CallReader;
import io.groqmeter.sqlite.read.LatencyReader;
import io.groqmeter.sqlite.read.PageReader;
import io.groqmeter.sqlite.read.RecentCalls;
import io.groqmeter.sqlite.read.RollupReader;
import io.groqmeter.sqlite.read.UnrolledCalls;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.sqlite.schema.Schema;
import io.groqmeter.sqlite.write.WriteConnection;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps usage in one SQLite file, which several processes may write and read at the same time.
 *
 * <p>One connection writes; a few others read beside it and never wait for it. A call costs at most 9,223,372.036854775807
 * dollars; sums are exact far beyond.
 */
public final class SqliteUsageStore implements UsageStore {

    private final SqliteFile file;
    private final @Nullable ReadOnlyDatabase toRead;
    private final UsageCalendar calendar;
    private final @Nullable Durability durability;
    private final WriteConnection writer;
    private final ReadConnections readers;
    private final RowCache shared = new RowCache();
    private final RecentCalls recent = new RecentCalls(shared);

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
        this.writer = new WriteConnection(file, calendar, durability, backlog);
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

    public static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability) {
        return open(file, calendar, durability, RollupBacklog.MOST);
    }

    /** @param backlog how many records may gather before they go into the rollups */
    public static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability, int backlog) {
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
        return new SqlitePolicyStore(opened.file(), opened::close);
    }

    /** Whether an older groqmeter wrote an existing file, as far as can be told while others use it. */
    public static boolean isOlder(Path path) {
        SqliteFile file = new SqliteFile(path);
        try (Connection connection = file.reading()) {
            return !Schema.isEmpty(connection)
                    && !Schema.CURRENT.isIn(connection, file.path().toString());
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
        return writer.append(batch);
    }

    @Override
    public int replace(Collection<String> gone, UsageBatch batch) {
        return writer.replace(gone, batch);
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
    public DatabaseProgress progress() {
        return read(DatabaseProgress::of);
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
     * Ends all connections; the last process to do so moves the write-ahead log into the file. Closed again, after the policies of
     * the same file, it does so for them.
     */
    @Override
    public void close() {
        try {
            // The writing connection last: only that can move the write-ahead log into the file.
            readers.close();
            writer.close();
        } catch (SQLException e) {
            throw file.failure("close", e);
        } finally {
            if (toRead != null) {
                toRead.close();
            }
        }
    }
}
