package io.groqmeter.sqlite.database;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.rollup.RollupVerifier;
import io.groqmeter.store.Durability;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.DiskSpace;
import io.groqmeter.text.Plural;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Checks whether a database works, and whether its sums are right. */
public final class SqliteHealth {

    /** With less free disk space, a batch may not fit. */
    private static final long MIN_FREE_BYTES = 16L << 20;

    /** How long a check waits for another process: a probe gives up after a second. */
    private static final Duration BUSY_TIMEOUT = Duration.ofMillis(250);

    private SqliteHealth() {}

    /**
     * Runs a transaction and rolls it back. A database that another process keeps locked is reported after a moment, not after the
     * file's busy timeout.
     *
     * @param durability null to check reading only
     */
    public static StoreHealth check(SqliteFile database, @Nullable Durability durability) {
        SqliteFile file = database.withBusyTimeout(
                BUSY_TIMEOUT.compareTo(database.busyTimeout()) < 0 ? BUSY_TIMEOUT : database.busyTimeout());
        if (!Files.exists(file.path())) {
            return new StoreHealth(false, file.goneMessage());
        }
        try {
            if (durability == null) {
                return dryRun(file, file.reading(), "select count(*) from setting");
            }
            OptionalLong free = DiskSpace.free(file.path());
            if (free.isPresent() && free.getAsLong() < MIN_FREE_BYTES) {
                return new StoreHealth(
                        false,
                        "only " + free.getAsLong() / 1024 + " KiB are free on the disk of " + file.path()
                                + "; free some space");
            }
            return dryRun(file, file.writing(durability), "insert into setting (name, value) values ('check', '')");
        } catch (SQLException e) {
            UsageStoreException failure = file.failure(durability == null ? "read" : "write to", e);
            return new StoreHealth(false, String.valueOf(failure.getMessage()));
        }
    }

    private static StoreHealth dryRun(SqliteFile file, Connection opened, String sql) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement()) {
            statement.execute("begin");
            statement.execute(sql);
            statement.execute("rollback");
            return new StoreHealth(true, file.path().toString());
        }
    }

    /** Reads every page of the file, and compares every rollup with its rows. */
    public static StoreHealth verify(Connection connection, SqliteFile file, UsageCalendar calendar)
            throws SQLException {
        String found = text(connection, "pragma integrity_check(1)");
        if (!found.equals("ok")) {
            return new StoreHealth(false, file.path() + ": " + file.damageMessage() + " (" + found + ")");
        }
        Optional<String> difference = RollupVerifier.difference(connection, calendar);
        if (difference.isPresent()) {
            return new StoreHealth(false, file.path() + ": " + difference.get());
        }
        return new StoreHealth(
                true,
                file.path() + ": " + count(connection, "select count(*) from call", "record") + " and "
                        + count(connection, "select count(*) from sheet", "rollup page") + " agree");
    }

    private static String count(Connection connection, String sql, String one) throws SQLException {
        return Plural.of(Long.parseLong(text(connection, sql)), one);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
