package io.groqmeter.sqlite.column;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Binds the parameters of a statement from left to right; an absent value is null. */
public final class StatementParameters {

    private final PreparedStatement statement;
    private int index;

    public StatementParameters(PreparedStatement statement) {
        this.statement = statement;
    }

    public StatementParameters add(long number) throws SQLException {
        statement.setLong(++index, number);
        return this;
    }

    public StatementParameters add(OptionalLong number) throws SQLException {
        if (number.isPresent()) {
            return add(number.getAsLong());
        }
        return add((String) null);
    }

    public StatementParameters add(@Nullable String text) throws SQLException {
        statement.setString(++index, text);
        return this;
    }

    /** In microseconds. */
    public StatementParameters add(Optional<Duration> length) throws SQLException {
        return length.isPresent() ? add(micros(length.get())) : add((String) null);
    }

    public StatementParameters add(byte @Nullable [] bytes) throws SQLException {
        statement.setBytes(++index, bytes);
        return this;
    }

    /** An id from {@link CompactId}: bytes or text. */
    public StatementParameters addId(@Nullable Object id) throws SQLException {
        if (id instanceof byte[] bytes) {
            statement.setBytes(++index, bytes);
            return this;
        }
        return add((String) id);
    }

    public static long micros(Duration length) {
        return Math.addExact(Math.multiplyExact(length.getSeconds(), 1_000_000L), length.getNano() / 1_000);
    }
}
