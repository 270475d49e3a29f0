package io.groqmeter.sqlite.database;

import io.groqmeter.sqlite.file.LockWait;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.sqlite.schema.Schema;
import io.groqmeter.sqlite.schema.StoredZone;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OwnerOnly;
import io.groqmeter.store.UsageStoreException;
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

/** Makes a file ready for use: sound, with this groqmeter's tables, its rollups in the wanted zone. */
public final class SqliteSetup {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteSetup.class);

    /** The largest file that is checked whole when it is opened: 100,000 calls, a tenth of a second. */
    private static final long CHECKED_BYTES = 16L << 20;

    private SqliteSetup() {}

    /**
     * Makes a file ready to be written, whatever state an earlier groqmeter, a kill or a full disk left it in.
     *
     * @param zone of its days
     * @param keeping whether a file that has a zone keeps that one
     * @return the calendar of its days
     */
    public static UsageCalendar prepare(SqliteFile file, ZoneId zone, boolean keeping) {
        makeFolder(file);
        LockWait turn = new LockWait(file);
        try (Connection connection = turn.take(() -> turn.file().writing(Durability.POWER));
                Statement statement = connection.createStatement()) {
            requireSound(file, statement);
            turn.take(() -> statement.executeUpdate("begin immediate"));
            Schema.CURRENT.applyTo(connection, file.path().toString());
            ZoneId stored = StoredZone.read(connection).orElse(null);
            UsageCalendar calendar = new UsageCalendar(keeping && stored != null ? stored : zone);
            if (stored == null) {
                StoredZone.write(connection, calendar.zone());
            } else if (stored.equals(calendar.zone())) {
                // After an update of the tables all sums are made anew here, about 10 seconds a million calls.
                RollupBacklog backlog = new RollupBacklog(connection, calendar, RollupBacklog.MOST);
                backlog.sumUp();
            }
            statement.executeUpdate("commit");
            if (stored != null && !stored.equals(calendar.zone())) {
                changeZone(file, turn, connection, stored, calendar);
            }
            return calendar;
        } catch (SQLException e) {
            throw file.failure("open", e);
        }
    }

    private static void makeFolder(SqliteFile file) {
        Path folder = file.path().getParent();
        try {
            if (folder != null) {
                OwnerOnly.folder(folder);
            }
            OwnerOnly.file(file.path()); // its -wal and -shm get the same permissions
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot make the folder " + folder + " for the usage database: " + e.getMessage()
                            + " is in the way or may not be written to; mend that or name another folder",
                    e);
        }
    }

    private static void requireSound(SqliteFile file, Statement statement) throws SQLException {
        if (file.path().toFile().length() > CHECKED_BYTES) {
            return;
        }
        try (ResultSet found = statement.executeQuery("pragma quick_check(1)")) {
            if (found.next() && !found.getString(1).equals("ok")) {
                throw new UsageStoreException("cannot open " + file.path() + ": " + file.damaged());
            }
        }
    }

    /** Alone with the file, so that no other process goes on adding to rollups of another zone. */
    private static void changeZone(
            SqliteFile file, LockWait turn, Connection connection, ZoneId stored, UsageCalendar calendar)
            throws SQLException {
        LOG.info("Making the rollups of {} anew: the zone was {} and is {} now", file.path(), stored, calendar.zone());
        try (Statement statement = connection.createStatement()) {
            leaveWriteAheadLog(file, turn, statement, stored, calendar);
            turn.take(() -> statement.executeUpdate("begin exclusive"));
            RollupBacklog.rebuild(connection, calendar);
            StoredZone.write(connection, calendar.zone());
            statement.executeUpdate("commit");
            turn.take(() -> statement.execute("pragma journal_mode = wal"));
        }
    }

    /** Only the sole user of a file can do that. */
    private static void leaveWriteAheadLog(
            SqliteFile file, LockWait turn, Statement statement, ZoneId stored, UsageCalendar calendar) {
        try {
            turn.take(() -> statement.execute("pragma journal_mode = delete"));
        } catch (SQLException e) {
            throw new UsageStoreException(
                    "cannot open " + file.path() + " in the zone " + calendar.zone()
                            + ": another process uses it in the zone " + stored
                            + "; use the same zone, or end that process first",
                    e);
        }
    }
}
