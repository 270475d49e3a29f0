package io.groqmeter.sqlite.dimension;

import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.store.Dimension;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values of a few dimensions that calls share: a row of the table {@code slice}.
 *
 * @param labels the values; a dimension without one is missing
 */
public record DimensionSet(RollupDimensions dimensions, Map<Dimension, String> labels) {

    /** The dimensions in the order of the table's columns. */
    private static final List<Dimension> DIMENSIONS = List.of(
            Dimension.MODEL,
            Dimension.KEY,
            Dimension.PROJECT,
            Dimension.USER,
            Dimension.ENDPOINT,
            Dimension.USAGE_BASIS,
            Dimension.PRICE_BASIS,
            Dimension.STATUS);

    public static final String INSERT = """
            insert into slice (facet, model, caller_key, project, end_user, endpoint, usage_basis, price_basis, status)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            returning id""";

    public static final String FIND = "select s.id from slice s where s.facet = ?"
            + DIMENSIONS.stream()
                    .map(dimension -> " and " + Series.column(dimension) + " is ?")
                    .collect(Collectors.joining());

    public static final String SELECT =
            "select " + DIMENSIONS.stream().map(Series::column).collect(Collectors.joining(", "))
                    + " from slice s where s.id = ?";

    /** The labels in a row of {@link #SELECT}. */
    public static Map<Dimension, String> labels(ColumnReader columns) throws SQLException {
        Map<Dimension, String> labels = new EnumMap<>(Dimension.class);
        for (Dimension dimension : DIMENSIONS) {
            String label = columns.optionalText();
            if (label != null) {
                labels.put(dimension, label);
            }
        }
        return labels;
    }

    /** The values that a series has for these dimensions. */
    public static DimensionSet of(RollupDimensions dimensions, Series series) {
        Map<Dimension, String> labels = new EnumMap<>(series.labels());
        labels.keySet().retainAll(dimensions.dimensions());
        return new DimensionSet(dimensions, labels);
    }

    /** The set that all calls belong to. */
    public static final DimensionSet OF_EVERYTHING = new DimensionSet(RollupDimensions.EVERYTHING, Map.of());

    /** The set of a model; of unknown models without one. */
    public static DimensionSet ofModel(@Nullable String model) {
        return new DimensionSet(RollupDimensions.MODEL, model == null ? Map.of() : Map.of(Dimension.MODEL, model));
    }

    /** Binds {@link #INSERT} or {@link #FIND}. */
    public void bind(PreparedStatement statement) throws SQLException {
        StatementParameters parameters = new StatementParameters(statement).add(dimensions.code());
        for (Dimension dimension : DIMENSIONS) {
            parameters.add(labels.get(dimension));
        }
    }
}
