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
 * Keeps usage in one SQLite file, which several processes may read and write at the same time.
 *
 * <p>One connection writes; a few others read and never wait for it. A call may cost at most 9,223,372.036854775807 dollars;
 * sums are exact far beyond that.
 */
public final class SqliteUsageStore implements UsageStore {

    private final SqliteFile file;
    private final @Nullable ReadOnlyDatabase readOnly;
    private final UsageCalendar calendar;
    private final @Nullable Durability durability;
    private final WriteConnection writer;
    private final ReadConnections reads;
    private final RowCache cache = new RowCache();
    private final RecentCalls recent = new RecentCalls(cache);

    private SqliteUsageStore(
            SqliteFile file,
            @Nullable ReadOnlyDatabase readOnly,
            UsageCalendar calendar,
            @Nullable Durability durability,
            int backlog) {
        this.file = file;
        this.readOnly = readOnly;
        this.calendar = calendar;
        this.durability = durability;
        this.writer = new WriteConnection(file, calendar, durability, backlog);
        this.reads = new ReadConnections(file::reading);
    }

    /**
     * Opens a file for writing and reading; creates it and its folder where there are none. If the zone is not the one the file
     * was last used with, all rollups are recalculated, which takes about 10 seconds per million calls.
     *
     * @throws UsageStoreException when the file cannot be used: the message names it, the cause and the remedy
     */
    public static SqliteUsageStore open(Path path, UsageCalendar calendar, Durability durability) {
        return open(new SqliteFile(path), calendar, durability);
    }

    /**
     * Opens a file in the zone it has; a new one gets the zone given.
     *
     * @throws UsageStoreException as {@link #open}
     */
    public static SqliteUsageStore openInItsZone(Path path, ZoneId zoneOfNew, Durability durability) {
        SqliteFile file = new SqliteFile(path);
        UsageCalendar calendar = SqliteSetup.prepare(file, zoneOfNew, true);
        return new SqliteUsageStore(file, null, calendar, durability, RollupBacklog.MAX_RECORDS);
    }

    public static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability) {
        return open(file, calendar, durability, RollupBacklog.MAX_RECORDS);
    }

    /** @param backlog how many records may gather before they are added to the rollups */
    public static SqliteUsageStore open(SqliteFile file, UsageCalendar calendar, Durability durability, int backlog) {
        SqliteSetup.prepare(file, calendar.zone(), false);
        return new SqliteUsageStore(file, null, calendar, durability, backlog);
    }

    /**
     * Opens an existing file for reading only, also while a gateway writes it, and also in a folder that cannot be written to.
     * Its calendar is the one it was last written with. A file of an older groqmeter is not changed; a copy of it is brought up
     * to date.
     *
     * @throws UsageStoreException when there is no such file (which is not the same as no calls), or it cannot be read
     */
    public static SqliteUsageStore openReadOnly(Path path) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.open(path);
        return new SqliteUsageStore(opened.file(), opened, opened.calendar(), null, RollupBacklog.MAX_RECORDS);
    }

    /**
     * Opens the policies of an existing file for reading only.
     *
     * @throws UsageStoreException as {@link #openReadOnly}
     */
    public static PolicyStore policiesReadOnly(Path path) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.open(path);
        return new SqlitePolicyStore(opened.file(), opened::close);
    }

    /** Whether an older groqmeter wrote an existing file; false where that cannot be told because others use it. */
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
     * Writes a copy of an existing file into a new one, brought up to date if an older groqmeter wrote it. Nobody who writes
     * the file meanwhile has to wait.
     */
    public static void copy(Path path, Path to) {
        ReadOnlyDatabase opened = ReadOnlyDatabase.open(path);
        try (opened;
                Connection connection = opened.file().reading()) {
            TemporaryCopy.snapshot(connection, to);
            opened.requireUnchanged();
        } catch (SQLException e) {
            throw opened.file().failure("copy", e);
        }
    }

    /** Whether an older groqmeter wrote the file that is read here. */
    public boolean older() {
        return readOnly != null && readOnly.older();
    }

    @Override
    public int append(UsageBatch batch) {
        return writer.append(batch);
    }

    @Override
    public int replace(Collection<String> ids, UsageBatch batch) {
        return writer.replace(ids, batch);
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        return read(connection -> {
            UnrolledCalls unrolled = new UnrolledCalls(connection, cache, recent);
            List<List<UsageRollup>> answers = new ArrayList<>(queries.size());
            for (RollupQuery query : queries) {
                answers.add(new RollupReader(connection, calendar, cache, unrolled, query).read());
            }
            return answers;
        });
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        return read(connection ->
                new LatencyReader(connection, calendar, new UnrolledCalls(connection, cache, recent), query).read());
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
            T read = reads.read(reading);
            if (readOnly != null) {
                readOnly.requireUnchanged();
            }
            return read;
        } catch (SQLException e) {
            throw file.failure("read", e);
        }
    }

    /** How far the file has got, whichever process wrote it. */
    public DatabaseProgress progress() {
        return read(DatabaseProgress::of);
    }

    /**
     * The policies in the same file. They have connections of their own, to be closed separately and before this store.
     */
    public PolicyStore policies() {
        return new SqlitePolicyStore(file, () -> {});
    }

    @Override
    public UsageCalendar calendar() {
        return calendar;
    }

    @Override
    public StoreHealth check() {
        return ofOriginal(SqliteHealth.check(file, durability));
    }

    /**
     * Reads the whole database and compares every rollup with its rows. Takes about 10 seconds per million calls; nobody has to
     * wait for it.
     */
    public StoreHealth verify() {
        return ofOriginal(read(connection -> SqliteHealth.verify(connection, file, calendar)));
    }

    /** Where a copy is read, the text names the original file. */
    private StoreHealth ofOriginal(StoreHealth health) {
        return readOnly == null
                ? health
                : new StoreHealth(
                        health.ok(),
                        health.detail()
                                .replace(file.path().toString(), readOnly.path().toString()));
    }

    /**
     * Closes all connections; the last process to do so moves the write-ahead log into the file. Closing again does so after
     * policies of the same file that were closed later.
     */
    @Override
    public void close() {
        try {
            // The writing connection last: only that can move the write-ahead log into the file.
            reads.close();
            writer.close();
        } catch (SQLException e) {
            throw file.failure("close", e);
        } finally {
            if (readOnly != null) {
                readOnly.close();
            }
        }
    }
}
