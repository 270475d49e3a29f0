package io.groqmeter.sqlite.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Optional;

/** The zone of the hours, days and months of a database's rollups: its row in the table {@code setting}. */
public final class StoredZone {

    private StoredZone() {}

    /** The zone; empty in a new database. */
    public static Optional<ZoneId> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select value from setting where name = 'zone'")) {
            return row.next() ? Optional.of(ZoneId.of(row.getString(1))) : Optional.empty();
        }
    }

    public static void write(Connection connection, ZoneId zone) throws SQLException {
        String sql = "insert or replace into setting (name, value) values ('zone', ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, zone.getId());
            statement.executeUpdate();
        }
    }
}
