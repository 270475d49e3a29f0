package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.store.rollup.RollupPlan.Grain;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;

/**
 * The primary key of a row of sums or latencies. Its order is that of the tables, so that a writer of many rows visits each
 * page of the file once.
 *
 * @param grain the length of time of each sum
 * @param startMillis when the row's period starts
 * @param label the id of a series or dimension set
 */
record RollupKey(RollupDimensions dimensions, Grain grain, long startMillis, long label)
        implements Comparable<RollupKey> {

    private static final Comparator<RollupKey> ORDER = Comparator.comparingInt(
                    (RollupKey key) -> key.dimensions().code())
            .thenComparing(RollupKey::grain)
            .thenComparingLong(RollupKey::startMillis)
            .thenComparingLong(RollupKey::label);

    @Override
    public int compareTo(RollupKey other) {
        return ORDER.compare(this, other);
    }

    /** Binds the first four parameters of a statement. */
    StatementParameters bind(PreparedStatement statement) throws SQLException {
        return new StatementParameters(statement)
                .add(dimensions.code())
                .add(GrainCode.of(grain))
                .add(startMillis)
                .add(label);
    }
}
