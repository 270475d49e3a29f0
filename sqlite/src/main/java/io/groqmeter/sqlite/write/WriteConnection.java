package io.groqmeter.sqlite.write;

import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.sqlite.rollup.RollupBacklog;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that writes; opened for the first write, and replaced after one that failed. Thread-safe: one write at a time.
 */
public final class WriteConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriteConnection.class);

    private final SqliteFile file;
    private final UsageCalendar calendar;
    private final @Nullable Durability durability;
    private final int backlog;
    private @Nullable BatchWriter writer;
    private @Nullable Object written;
    private boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param durability null where the file is opened for reading only
     * @param backlog how many records may gather before they are added to the rollups; {@link RollupBacklog#MAX_RECORDS} except
     *     in tests
     */
    public WriteConnection(SqliteFile file, UsageCalendar calendar, @Nullable Durability durability, int backlog) {
        this.file = file;
        this.calendar = calendar;
        this.durability = durability;
        this.backlog = backlog;
    }

    /**
     * Appends a batch, as {@link io.groqmeter.store.UsageStore#append}.
     *
     * @throws UsageStoreException when nothing was written: the message names the file, the cause and the remedy
     */
    public int append(UsageBatch batch) {
        return write(current -> current.append(batch));
    }

    /**
     * Replaces records, as {@link io.groqmeter.store.UsageStore#replace}.
     *
     * @throws UsageStoreException as {@link #append}
     */
    public int replace(Collection<String> ids, UsageBatch batch) {
        return write(current -> current.replace(ids, batch));
    }

    private interface Writing {
        int with(BatchWriter writer) throws SQLException;
    }

    private synchronized int write(Writing writing) {
        Durability wanted = requireWritable();
        requireFile();
        BatchWriter current = writer;
        try {
            if (current == null) {
                current = new BatchWriter(file.writing(wanted), calendar, backlog);
                writer = current;
                written = key();
            }
            return writing.with(current);
        } catch (SQLException | RuntimeException e) {
            UsageStoreException failure = file.failure("append to", e);
            discardWriter(failure);
            throw failure;
        }
    }

    /**
     * A file that somebody removes stays writable for whoever has it open, and nobody reads what is written to it. Where another one has
     * taken its place, that one is opened.
     */
    private void requireFile() {
        Object key = key();
        if (key == null || !key.equals(written)) {
            UsageStoreException gone = new UsageStoreException(file.goneMessage());
            discardWriter(gone);
            if (key == null) {
                throw gone;
            }
        }
    }

    /** What tells the file from any other that has had its name; null where there is none. */
    private @Nullable Object key() {
        try {
            Object key =
                    Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
            return key == null ? file.path() : key; // Windows: an open file cannot be removed there
        } catch (IOException e) {
            return null;
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

    /**
     * Closes the connection; the last one to a file, of all processes, moves the write-ahead log into the file. Closing again
     * does so after connections that only read.
     */
    @Override
    public synchronized void close() throws SQLException {
        if (closed) {
            checkpoint();
            return;
        }
        closed = true;
        BatchWriter last = writer;
        writer = null;
        if (last != null) {
            last.close();
        }
    }

    /** A connection that only reads leaves the log where it is, even when it is the last one. */
    private void checkpoint() {
        if (durability != null && Files.exists(file.path())) {
            try {
                file.writing(durability).close();
            } catch (SQLException e) {
                LOG.debug("The write-ahead log of {} stays for the next start: {}", file.path(), e.getMessage());
            }
        }
    }
}
