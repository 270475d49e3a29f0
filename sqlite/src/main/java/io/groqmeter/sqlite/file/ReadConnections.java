package io.groqmeter.sqlite.file;

import io.groqmeter.store.UsageStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * A pool of reading connections, opened as needed. Each reading is one transaction, so all it reads is from one snapshot.
 * Thread-safe; beyond {@link #MAX_CONNECTIONS} at a time, threads wait.
 */
public final class ReadConnections implements AutoCloseable {

    static final int MAX_CONNECTIONS = 4;

    private final Opening opening;
    private final Semaphore permits = new Semaphore(MAX_CONNECTIONS, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /** Opens a connection that does not write. */
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** Reads something over a connection. */
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    public ReadConnections(Opening opening) {
        this.opening = opening;
    }

    public <T> T read(Reading<T> reading) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            Connection connection = acquire();
            T result;
            try {
                result = reading.from(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            release(connection);
            return result;
        } finally {
            permits.release();
        }
    }

    private Connection acquire() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new UsageStoreException("nothing can be read: this store was closed");
            }
            Connection pooled = idle.pollFirst();
            if (pooled != null) {
                return pooled;
            }
        }
        Connection connection = opening.open();
        connection.setAutoCommit(false);
        return connection;
    }

    private void release(Connection connection) {
        synchronized (idle) {
            idle.addFirst(connection);
        }
    }

    /** Waits for running readings, then closes all connections. Readings after that fail. */
    @Override
    public void close() throws SQLException {
        permits.acquireUninterruptibly(MAX_CONNECTIONS);
        try {
            synchronized (idle) {
                closed = true;
                for (Connection connection : idle) {
                    connection.close();
                }
                idle.clear();
            }
        } finally {
            permits.release(MAX_CONNECTIONS);
        }
    }
}
