package io.groqmeter.sqlite.file;

import io.groqmeter.store.UsageStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * A few connections for reading, opened as needed and kept. Each reading is one transaction: whatever it reads is from between
 * two batches. Used by any thread; beyond {@link #MOST} at a time they wait.
 */
public final class ReadConnections implements AutoCloseable {

    static final int MOST = 4;

    private final Opening opening;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /** Opens a connection that does not write. */
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** Something to read. */
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    public ReadConnections(Opening opening) {
        this.opening = opening;
    }

    public <T> T read(Reading<T> reading) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            Connection connection = take();
            T result;
            try {
                result = reading.from(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            giveBack(connection);
            return result;
        } finally {
            permits.release();
        }
    }

    private Connection take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new UsageStoreException("nothing can be read: this store was closed");
            }
            Connection kept = idle.pollFirst();
            if (kept != null) {
                return kept;
            }
        }
        Connection connection = opening.open();
        connection.setAutoCommit(false);
        return connection;
    }

    private void giveBack(Connection connection) {
        synchronized (idle) {
            idle.addFirst(connection);
        }
    }

    /** Waits for readings under way, then closes all connections. Readings after that fail. */
    @Override
    public void close() throws SQLException {
        permits.acquireUninterruptibly(MOST);
        try {
            synchronized (idle) {
                closed = true;
                for (Connection connection : idle) {
                    connection.close();
                }
                idle.clear();
            }
        } finally {
            permits.release(MOST);
        }
    }
}
