package io.groqmeter.sqlite.database;

import io.groqmeter.sqlite.file.LockWait;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.sqlite.schema.Schema;
import io.groqmeter.sqlite.schema.StoredZone;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares a database for writing: undamaged, with the current schema, and with rollups in the wanted zone. */
public final class SqliteSetup {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteSetup.class);

    /** The largest file that is checked as a whole when it is opened: 100,000 calls, a tenth of a second. */
    private static final long MAX_CHECKED_BYTES = 16L << 20;

    private SqliteSetup() {}

    /**
     * Prepares a database, in whatever state an older groqmeter, a crash or a full disk left it.
     *
     * @param zone the zone of its days
     * @param keepZone whether a database that has a zone keeps it
     * @return the calendar of the resulting zone
     */
    public static UsageCalendar prepare(SqliteFile file, ZoneId zone, boolean keepZone) {
        createFolder(file);
        LockWait lockWait = new LockWait(file);
        try (Connection connection = lockWait.run(() -> lockWait.file().writing(Durability.POWER));
                Statement statement = connection.createStatement()) {
            requireIntact(file, statement);
            lockWait.run(() -> statement.executeUpdate("begin immediate"));
            Schema.CURRENT.applyTo(connection, file.path().toString());
            ZoneId stored = StoredZone.read(connection).orElse(null);
            UsageCalendar calendar = new UsageCalendar(keepZone && stored != null ? stored : zone);
            if (stored == null) {
                StoredZone.write(connection, calendar.zone());
            } else if (stored.equals(calendar.zone())) {
                // After a migration this recalculates all sums: about 10 seconds per million calls.
                RollupBacklog backlog = new RollupBacklog(connection, calendar, RollupBacklog.MAX_RECORDS);
                backlog.rollUp();
            }
            statement.executeUpdate("commit");
            if (stored != null && !stored.equals(calendar.zone())) {
                changeZone(file, lockWait, connection, stored, calendar);
            }
            return calendar;
        } catch (SQLException e) {
            throw file.failure("open", e);
        }
    }

    private static void createFolder(SqliteFile file) {
        Path folder = file.path().getParent();
        try {
            if (folder != null) {
                OwnerOnly.folder(folder);
            }
            OwnerOnly.file(file.path()); // its -wal and -shm get the same permissions
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot create the folder " + folder + " for the usage database: " + e.getMessage()
                            + " is in the way or not writable; correct that or name another folder",
                    e);
        }
    }

    private static void requireIntact(SqliteFile file, Statement statement) throws SQLException {
        if (file.path().toFile().length() > MAX_CHECKED_BYTES) {
            return;
        }
        try (ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
            if (found.next() && !found.getString(1).equals("ok")) {
                throw new UsageStoreException("cannot open " + file.path() + ": " + file.damageMessage());
            }
        }
    }

    /** Needs exclusive use of the file, so that no other process adds to rollups of another zone. */
    private static void changeZone(
            SqliteFile file, LockWait lockWait, Connection connection, ZoneId stored, UsageCalendar calendar)
            throws SQLException {
        LOG.info(
                "Recalculating the rollups of {}: its zone was {} and is now {}", file.path(), stored, calendar.zone());
        try (Statement statement = connection.createStatement()) {
            leaveWriteAheadLog(file, lockWait, statement, stored, calendar);
            lockWait.run(() -> statement.executeUpdate("begin exclusive"));
            RollupBacklog.rebuild(connection, calendar);
            StoredZone.write(connection, calendar.zone());
            statement.executeUpdate("commit");
            lockWait.run(() -> statement.execute("pragma journal_mode = wal"));
        }
    }

    /** SQLite lets only the sole user of a file leave the write-ahead log. */
    private static void leaveWriteAheadLog(
            SqliteFile file, LockWait lockWait, Statement statement, ZoneId stored, UsageCalendar calendar) {
        try {
            lockWait.run(() -> statement.execute("pragma journal_mode = delete"));
        } catch (SQLException e) {
            throw new UsageStoreException(
                    "cannot open " + file.path() + " in the zone " + calendar.zone()
                            + ": another process uses it in the zone " + stored
                            + "; use the same zone, or end that process first",
                    e);
        }
    }
}
