package io.groqmeter.sqlite.file;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * One's turn with a file that another process may have for a moment: waits for it as long as the file's patience, and says so. Not
 * every step that needs the file alone waits by itself in SQLite.
 */
public final class LockWait {

    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);

    /** How long SQLite itself waits in one attempt, where it does. */
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final SqliteFile file;
    private final long end;
    private boolean told;

    public LockWait(SqliteFile file) {
        this.file = file;
        this.end = System.nanoTime() + file.patience().toNanos();
    }

    /** Something that another process can be in the way of. */
    public interface Step<T> {
        T take() throws SQLException;
    }

    /** The file, for connections that leave the waiting to this. */
    public SqliteFile file() {
        return file.patience().compareTo(ATTEMPT) < 0 ? file : file.waiting(ATTEMPT);
    }

    /** Takes a step, again and again while another process is in the way. */
    public <T> T take(Step<T> step) throws SQLException {
        while (true) {
            try {
                return step.take();
            } catch (SQLException e) {
                if (!inTheWay(e) || System.nanoTime() > end) {
                    throw e;
                }
                tell();
                pause(e);
            }
        }
    }

    private static boolean inTheWay(SQLException e) {
        Optional<SQLiteErrorCode> code = SqliteFile.code(e);
        return code.equals(Optional.of(SQLiteErrorCode.SQLITE_BUSY))
                || code.equals(Optional.of(SQLiteErrorCode.SQLITE_LOCKED));
    }

    private void tell() {
        if (!told) {
            told = true;
            LOG.warn(
                    "Another process has {} locked; waiting for it, at most {} s",
                    file.path(),
                    file.patience().toSeconds());
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
