package io.groqmeter.sqlite;

import io.groqmeter.sqlite.file.ReadConnections;
import io.groqmeter.sqlite.file.ReadConnections.Reading;
import io.groqmeter.sqlite.file.SqliteFile;
import io.groqmeter.store.Durability;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps policies in the SQLite file of the usage. Changes are rare, so each opens a connection. */
final class SqlitePolicyStore implements PolicyStore {

    private final SqliteFile file;
    private final Runnable closed;
    private final ReadConnections reads;

    /**
     * Opens the policies of a file that has the tables already.
     *
     * @param closed runs after the store was closed
     */
    SqlitePolicyStore(SqliteFile file, Runnable closed) {
        this.file = file;
        this.closed = closed;
        this.reads = new ReadConnections(file::reading);
    }

    @Override
    public void put(Policy policy) {
        change(
                policy.kind(),
                "insert or replace into policy (kind, id, body) values (?, ?, ?)",
                policy.id(),
                policy.body());
    }

    @Override
    public boolean add(Policy policy) {
        return change(
                policy.kind(),
                "insert or ignore into policy (kind, id, body) values (?, ?, ?)",
                policy.id(),
                policy.body());
    }

    @Override
    public boolean remove(PolicyKind kind, String id) {
        return change(kind, "delete from policy where kind = ? and id = ?", id);
    }

    /** Runs one statement and, if it changed something, counts the change in the same transaction. */
    private boolean change(PolicyKind kind, String sql, String... parameters) {
        try (Connection connection = file.writing(Durability.POWER);
                Statement transaction = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql);
                PreparedStatement count = connection.prepareStatement("insert into policy_version (kind, version)"
                        + " values (?, 1) on conflict (kind) do update set version = version + 1")) {
            transaction.execute("begin immediate");
            statement.setString(1, kind.label());
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 2, parameters[i]);
            }
            boolean changed = statement.executeUpdate() > 0;
            if (changed) {
                count.setString(1, kind.label());
                count.executeUpdate();
            }
            transaction.execute("commit");
            return changed;
        } catch (SQLException e) {
            throw file.failure("change the policies in", e);
        }
    }

    @Override
    public List<Policy> list(PolicyKind kind) {
        return read(connection -> policies(connection, kind, "select id, body from policy where kind = ? order by id"));
    }

    @Override
    public Optional<Policy> find(PolicyKind kind, String id) {
        return read(connection ->
                        policies(connection, kind, "select id, body from policy where kind = ? and id = ?", id))
                .stream()
                .findFirst();
    }

    private static List<Policy> policies(Connection connection, PolicyKind kind, String sql, String... ids)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, kind.label());
            for (int i = 0; i < ids.length; i++) {
                statement.setString(i + 2, ids[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Policy> policies = new ArrayList<>();
                while (rows.next()) {
                    policies.add(new Policy(kind, rows.getString(1), rows.getString(2)));
                }
                return policies;
            }
        }
    }

    @Override
    public long version(PolicyKind kind) {
        return read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("select version from policy_version where kind = ?")) {
                statement.setString(1, kind.label());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? row.getLong(1) : 0L;
                }
            }
        });
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reads.read(reading);
        } catch (SQLException e) {
            throw file.failure("read the policies in", e);
        }
    }

    @Override
    public void close() {
        try {
            reads.close();
        } catch (SQLException e) {
            throw file.failure("close", e);
        } finally {
            closed.run();
        }
    }
}
