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
 * A SQLite database's file: opens connections to it, and says in one line why something failed and how to mend it.
 *
 * @param path where it is, absolute
 * @param patience how long a connection waits for another process to finish a transaction
 * @param still whether nobody writes it and all of it is in this one file: it is read without locks and without a file beside it,
 *     so that its folder may be read-only
 */
public record SqliteFile(Path path, Duration patience, boolean still) {

    /**
     * How far the write-ahead log grows before it is moved into the file: 16 MiB. Four times SQLite's default; moving waits for
     * the disk, and less often made the slowest hundredth of commits twice to six times as fast. Larger pages, a larger cache
     * and memory-mapped reading gained nothing that could be measured.
     */
    private static final int LOG_PAGES = 4_000;

    /**
     * What a reading connection keeps of the file, instead of SQLite's 2 MiB: the times of 400 days by ten models are 4 MB, and were
     * read from the file again at each question, a sixth of its time.
     */
    private static final int READING_KIB = 16 * 1024;

    public SqliteFile(Path path) {
        this(path, Duration.ofSeconds(10));
    }

    public SqliteFile(Path path, Duration patience) {
        this(path, patience, false);
    }

    /** The same, as one that nobody writes. */
    public SqliteFile asStill() {
        return new SqliteFile(path, patience, true);
    }

    /** The same, for connections that wait so long for another process. */
    SqliteFile waiting(Duration other) {
        return new SqliteFile(path, other, still);
    }

    public SqliteFile {
        path = path.toAbsolutePath().normalize();
    }

    /**
     * A connection that writes; makes the file where there is none.
     *
     * <p>With a write-ahead log, {@code NORMAL} never waits for the disk to commit and leaves a sound database after a loss of
     * power, without the latest commits; {@code FULL} waits.
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
            statement.execute("pragma wal_autocheckpoint = " + LOG_PAGES);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** A connection that only reads, also while another process writes. */
    public Connection reading() throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        config.setCacheSize(-READING_KIB);
        return config.createConnection(url());
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) patience.toMillis());
        // Else the driver looks at each statement's text, by a regular expression, each time it runs: 14.3 → 10.3 µs a
        // record.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /** As a URI, in which no character of a path is taken for something else. */
    private String url() {
        return "jdbc:sqlite:" + path.toUri() + (still ? "?immutable=1" : "");
    }

    /**
     * Why something could not be done.
     *
     * @param what what could not be done, following "cannot"
     */
    public UsageStoreException failure(String what, Exception e) {
        if (e instanceof UsageStoreException told) {
            return told;
        }
        return new UsageStoreException("cannot " + what + " " + path + ": " + reason(e), e);
    }

    /** What kind of failure it is; empty for one that SQLite did not tell of. */
    public static Optional<SQLiteErrorCode> code(Exception e) {
        return e instanceof SQLiteException sqlite
                ? Optional.of(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff))
                : Optional.empty();
    }

    private String reason(Exception e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return String.valueOf(e.getMessage());
        }
        SQLiteErrorCode primary = code(e).orElseThrow();
        return switch (primary) {
            case SQLITE_NOTADB -> "it is not a SQLite database; move it away or name another file";
            case SQLITE_CORRUPT -> damaged();
            case SQLITE_CANTOPEN -> "it cannot be opened or made; check that its folder exists and may be written to";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                "it may not be written to; check the permissions of the file and of its folder";
            case SQLITE_FULL -> "the disk is full; free some space";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "another process kept it locked for " + patience.toMillis() / 1000.0
                        + " s; end that process or try again";
            case SQLITE_IOERR ->
                "reading or writing failed (" + sqlite.getResultCode().name() + "); check the disk";
            default -> String.valueOf(e.getMessage());
        };
    }

    /** What to say of a damaged database. */
    public String damaged() {
        return "the database is damaged; stop groqmeter, move the file away, and save what can be read with: sqlite3 "
                + path.getFileName() + " .recover";
    }
}
