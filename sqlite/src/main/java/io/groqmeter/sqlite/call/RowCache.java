package io.groqmeter.sqlite.call;

import io.groqmeter.pricing.Charge;
import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.StatementParameters;
import io.groqmeter.sqlite.dimension.DimensionSet;
import io.groqmeter.sqlite.dimension.RollupDimensions;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.dimension.SeriesLabels;
import io.groqmeter.store.Dimension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cache of rows that many calls refer to: series, dimension sets and unit prices, by id. Such rows never change. Thread-safe;
 * a connection is used only by its caller.
 */
public final class RowCache {

    /** The most rows of each kind; others are read each time. */
    private static final int MAX_ENTRIES = 50_000;

    private final Map<Long, SeriesLabels> series = new ConcurrentHashMap<>();
    private final Map<Long, Map<Dimension, String>> dimensionSets = new ConcurrentHashMap<>();
    private final Map<Long, List<Charge>> unitPrices = new ConcurrentHashMap<>();

    /** The labels of a series. */
    public SeriesLabels labels(Connection connection, long id) throws SQLException {
        SeriesLabels known = series.get(id);
        if (known == null) {
            known = new SeriesLabels(readSeries(connection, id));
            if (series.size() < MAX_ENTRIES) {
                series.put(id, known);
            }
        }
        return known;
    }

    /** The values of a label: the series or dimension set with that id. */
    public Map<Dimension, String> labels(Connection connection, RollupDimensions dimensions, long id)
            throws SQLException {
        if (dimensions == RollupDimensions.SERIES) {
            return labels(connection, id).all();
        }
        Map<Dimension, String> known = dimensionSets.get(id);
        if (known == null) {
            known = readDimensionSet(connection, id);
            if (dimensionSets.size() < MAX_ENTRIES) {
                dimensionSets.put(id, known);
            }
        }
        return known;
    }

    /** The unit prices of a dictionary entry, as charges with quantity 0. */
    List<Charge> unitPrices(Connection connection, long id) throws SQLException {
        List<Charge> known = unitPrices.get(id);
        if (known == null) {
            known = ChargeText.unitPrices(readEntry(connection, id));
            if (unitPrices.size() < MAX_ENTRIES) {
                unitPrices.put(id, known);
            }
        }
        return known;
    }

    private static Series readSeries(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(Series.SELECT)) {
            new StatementParameters(select).add(id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Series.read(new ColumnReader(row));
            }
        }
    }

    private static Map<Dimension, String> readDimensionSet(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DimensionSet.SELECT)) {
            new StatementParameters(select).add(id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return DimensionSet.labels(new ColumnReader(row));
            }
        }
    }

    private static String readEntry(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select entry from dictionary where id = ?")) {
            new StatementParameters(select).add(id);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
