package io.groqmeter.sqlite.column;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a row from left to right; null is an absent value. */
public final class ColumnReader {

    private final ResultSet row;
    private int index;

    public ColumnReader(ResultSet row) {
        this.row = row;
    }

    public long number() throws SQLException {
        return row.getLong(++index);
    }

    public OptionalLong optionalNumber() throws SQLException {
        long number = number();
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    public String text() throws SQLException {
        return row.getString(++index);
    }

    @Nullable
    public String optionalText() throws SQLException {
        return row.getString(++index);
    }

    /** A number of microseconds. */
    public Optional<Duration> duration() throws SQLException {
        long micros = number();
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.of(micros, ChronoUnit.MICROS));
    }

    /** Bytes or text, for {@link CompactId}. */
    public Object id() throws SQLException {
        return row.getObject(++index);
    }

    /** Bytes, text or null. */
    @Nullable
    public Object bytesOrText() throws SQLException {
        return row.getObject(++index);
    }
}
