package io.groqmeter.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How far a database has got. Neither number ever falls, so a lower one reveals an earlier state of the same database.
 *
 * @param records the position of the latest record; 0 before the first
 * @param policies how often policies have changed
 */
public record DatabaseProgress(long records, long policies) {

    static DatabaseProgress of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce((select max(position) from call), 0),"
                        + " coalesce((select sum(version) from policy_version), 0)")) {
            row.next();
            return new DatabaseProgress(row.getLong(1), row.getLong(2));
        }
    }
}
