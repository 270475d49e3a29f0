package io.groqmeter.sqlite.rollup;

import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.store.RollupPlan.Grain;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;

/**
 * Which row of a table of sums. In this order rows stand in their tables, so that who writes many visits each page once.
 *
 * @param grain how long a stretch of time a sum is of
 * @param startMillis where the row's time begins
 * @param label the id of a series or slice
 */
record RollupKey(RollupDimensions facet, Grain grain, long startMillis, long label) implements Comparable<RollupKey> {

    private static final Comparator<RollupKey> ORDER = Comparator.comparingInt(
                    (RollupKey key) -> key.facet().number())
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
                .add(facet.number())
                .add(GrainCode.of(grain))
                .add(startMillis)
                .add(label);
    }
}
