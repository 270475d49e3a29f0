package io.groqmeter.sqlite.file;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Retries steps while another process has the file locked, for as long as the file's busy timeout, and logs that it waits.
 * SQLite itself does not wait at every step that needs a lock.
 */
public final class LockWait {

    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);

    /** The busy timeout of one attempt. */
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final SqliteFile file;
    private final long end;
    private boolean warned;

    public LockWait(SqliteFile file) {
        this.file = file;
        this.end = System.nanoTime() + file.busyTimeout().toNanos();
    }

    /** A step that may fail because the file is locked. */
    public interface Step<T> {
        T run() throws SQLException;
    }

    /** The file, with a busy timeout for connections whose steps are retried. */
    public SqliteFile file() {
        return file.busyTimeout().compareTo(ATTEMPT) < 0 ? file : file.withBusyTimeout(ATTEMPT);
    }

    /** Runs a step, again while the file is locked. */
    public <T> T run(Step<T> step) throws SQLException {
        while (true) {
            try {
                return step.run();
            } catch (SQLException e) {
                if (!isLocked(e) || System.nanoTime() > end) {
                    throw e;
                }
                warnOnce();
                pause(e);
            }
        }
    }

    private static boolean isLocked(SQLException e) {
        Optional<SQLiteErrorCode> code = SqliteFile.code(e);
        return code.equals(Optional.of(SQLiteErrorCode.SQLITE_BUSY))
                || code.equals(Optional.of(SQLiteErrorCode.SQLITE_LOCKED));
    }

    private void warnOnce() {
        if (!warned) {
            warned = true;
            LOG.warn(
                    "Another process has {} locked; waiting for it, at most {} s",
                    file.path(),
                    file.busyTimeout().toSeconds());
        }
    }

    private static void pause(SQLException busy) throws SQLException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy;
        }
    }
}
