package io.groqmeter.sqlite.schema;

import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables, as numbered SQL files beside this class. A file that was released is never changed; a new version adds one. The
 * database lists the names of the files that were applied to it.
 *
 * @param files their names, in order
 */
public record Schema(List<String> files) {

    public static final Schema CURRENT = new Schema(List.of(
            "001_calls_and_rollups.sql",
            "002_policy.sql",
            "003_facets_and_times.sql",
            "004_sums_on_sheets.sql",
            "005_detail_as_bytes.sql",
            "006_open_call_owner.sql"));

    private static final String TABLES = "select name from sqlite_schema where type = 'table'";

    private static final String FILES =
            "create table if not exists schema_file (name text primary key) strict, without rowid";

    /**
     * Applies the files that a database lacks, in the caller's transaction.
     *
     * @throws UsageStoreException when the database is not groqmeter's, or a newer groqmeter's
     */
    public void applyTo(Connection connection, String database) throws SQLException {
        List<String> applied = applied(connection, database);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(FILES);
            for (String file : files.subList(applied.size(), files.size())) {
                statement.executeUpdate(text(file));
                statement.executeUpdate("insert into schema_file (name) values ('" + file + "')");
            }
        }
    }

    /**
     * Whether a database has all these tables. One of an older groqmeter has not, nor one whose creation was cut short.
     *
     * @throws UsageStoreException when the database is not groqmeter's, or a newer groqmeter's
     */
    public boolean isIn(Connection connection, String database) throws SQLException {
        return applied(connection, database).size() == files.size();
    }

    /** Whether a database has no tables. */
    public static boolean isEmpty(Connection connection) throws SQLException {
        return strings(connection, TABLES).isEmpty();
    }

    private List<String> applied(Connection connection, String database) throws SQLException {
        List<String> tables = strings(connection, TABLES);
        if (!tables.contains("schema_file")) {
            if (!tables.isEmpty()) {
                throw new UsageStoreException(database + " is a SQLite database, but not groqmeter's (it has a table "
                        + tables.get(0) + "); name another file");
            }
            return List.of();
        }
        List<String> applied = strings(connection, "select name from schema_file order by name");
        List<String> unknown = new ArrayList<>(applied);
        unknown.removeAll(files);
        if (!unknown.isEmpty()) {
            throw new UsageStoreException(database + " was written by a newer groqmeter (it has " + unknown.get(0)
                    + ", this one knows up to " + files.get(files.size() - 1) + "); update groqmeter");
        }
        return applied;
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }

    private String text(String file) {
        try (InputStream in = Schema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
