package io.groqmeter.sqlite.file;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The file of a SQLite database: opens connections to it, and describes a failure, its cause and its remedy in one line.
 *
 * @param path absolute
 * @param busyTimeout how long a connection waits for another process to finish a transaction
 * @param immutable whether nobody writes the file and nothing beside it is part of it: then it is read without locks and
 *     without creating a file, so its folder may be read-only
 */
public record SqliteFile(Path path, Duration busyTimeout, boolean immutable) {

    /**
     * How large the write-ahead log gets before it is moved into the file: 16 MiB, four times SQLite's default. Moving it waits
     * for the disk; at the default, the slowest hundredth of commits took two to six times as long. Larger pages, a larger
     * cache and memory-mapped reading brought nothing measurable.
     */
    private static final int CHECKPOINT_PAGES = 4_000;

    /**
     * The page cache of a reading connection, instead of SQLite's 2 MiB: the latencies of 400 days by ten models are 4 MB, and
     * reading them from the file for each query took a sixth of its time.
     */
    private static final int READ_CACHE_KIB = 16 * 1024;

    public SqliteFile(Path path) {
        this(path, Duration.ofSeconds(10));
    }

    public SqliteFile(Path path, Duration busyTimeout) {
        this(path, busyTimeout, false);
    }

    /** The same file, which nobody writes. */
    public SqliteFile asImmutable() {
        return new SqliteFile(path, busyTimeout, true);
    }

    /** The same file with another busy timeout. */
    public SqliteFile withBusyTimeout(Duration other) {
        return new SqliteFile(path, other, immutable);
    }

    public SqliteFile {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * Opens a connection that writes; creates the file where there is none.
     *
     * <p>With a write-ahead log, {@code NORMAL} does not wait for the disk to commit: after a loss of power the database is
     * intact but lacks the latest commits. {@code FULL} waits.
     */
    public Connection writing(Durability durability) throws SQLException {
        SQLiteConfig config = config();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(
                switch (durability) {
                    case PROCESS -> SynchronousMode.NORMAL;
                    case POWER -> SynchronousMode.FULL;
                });
        Connection connection = config.createConnection(url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Opens a connection that only reads, also while another process writes. */
    public Connection reading() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        config.setCacheSize(-READ_CACHE_KIB);
        return config.createConnection(url());
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) busyTimeout.toMillis());
        // Otherwise the driver matches each statement against a regular expression whenever it runs: 14.3 → 10.3 µs a
        // record.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /** As a URI, so that no character of the path has a special meaning. */
    private String url() {
        return "jdbc:sqlite:" + path.toUri() + (immutable ? "?immutable=1" : "");
    }

    /**
     * Describes why something failed.
     *
     * @param what what could not be done, following "cannot"
     */
    public UsageStoreException failure(String what, Exception e) {
        if (e instanceof UsageStoreException described) {
            return described;
        }
        return new UsageStoreException("cannot " + what + " " + path + ": " + reason(e), e);
    }

    /** SQLite's primary error code; empty for other failures. */
    public static Optional<SQLiteErrorCode> code(Exception e) {
        return e instanceof SQLiteException sqlite
                ? Optional.of(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff))
                : Optional.empty();
    }

    /**
     * Whether what failed while one row was written is the fault of its values: the same row fails whenever it is tried. A unique index
     * that does not agree with its table, for one, is not.
     */
    public static boolean isOfValues(Exception e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return e instanceof RuntimeException; // of the code that turns it into columns
        }
        return switch (sqlite.getResultCode()) {
            case SQLITE_CONSTRAINT_CHECK,
                    SQLITE_CONSTRAINT_NOTNULL,
                    SQLITE_CONSTRAINT_DATATYPE,
                    SQLITE_MISMATCH,
                    SQLITE_TOOBIG -> true;
            default -> false;
        };
    }

    private String reason(Exception e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return String.valueOf(e.getMessage());
        }
        SQLiteErrorCode primary = code(e).orElseThrow();
        return switch (primary) {
            case SQLITE_NOTADB -> "it is not a SQLite database; move it away or name another file";
            case SQLITE_CORRUPT -> damageMessage();
            case SQLITE_CANTOPEN -> "it cannot be opened or created; check that its folder exists and is writable";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                "it is not writable; check the permissions of the file and of its folder";
            case SQLITE_FULL -> "the disk is full; free some space";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "another process kept it locked for " + busyTimeout.toMillis() / 1000.0
                        + " s; end that process or try again";
            case SQLITE_IOERR ->
                "reading or writing failed (" + sqlite.getResultCode().name() + "); check the disk";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** How a database that somebody has removed is reported. */
    public String goneMessage() {
        return path + " is gone; put it back, or restart groqmeter to create a new one";
    }

    /** How a damaged database is reported. */
    public String damageMessage() {
        return "the database is damaged; stop groqmeter, move the file away, and save what can be read with: sqlite3 "
                + path.getFileName() + " .recover";
    }
}
