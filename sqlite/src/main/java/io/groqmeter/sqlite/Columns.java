package io.groqmeter.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads a row's columns from left to right; null as absent. */
final class Columns {

    private final ResultSet row;
    private int index;

    Columns(ResultSet row) {
        this.row = row;
    }

    long number() throws SQLException {
        return row.getLong(++index);
    }

    OptionalLong optionalNumber() throws SQLException {
        long number = number();
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    String text() throws SQLException {
        return row.getString(++index);
    }

    @Nullable
    String optionalText() throws SQLException {
        return row.getString(++index);
    }

    /** From microseconds. */
    Optional<Duration> duration() throws SQLException {
        long micros = number();
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** Bytes or text, for {@link CompactId}. */
    Object id() throws SQLException {
        return row.getObject(++index);
    }

    @Nullable
    Object optionalId() throws SQLException {
        return row.getObject(++index);
    }
}
