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
 * What many calls share, read once: series, slices and unit prices by their ids. Such rows never change. Thread-safe; connections are used
 * by their callers only.
 */
public final class RowCache {

    /** Beyond so many, memory is worth more than time. */
    private static final int MOST = 50_000;

    private final Map<Long, SeriesLabels> series = new ConcurrentHashMap<>();
    private final Map<Long, Map<Dimension, String>> slices = new ConcurrentHashMap<>();
    private final Map<Long, List<Charge>> unitPrices = new ConcurrentHashMap<>();

    /** The labels of a series. */
    public SeriesLabels labels(Connection connection, long id) throws SQLException {
        SeriesLabels known = series.get(id);
        if (known == null) {
            known = new SeriesLabels(readSeries(connection, id));
            if (series.size() < MOST) {
                series.put(id, known);
            }
        }
        return known;
    }

    /** What a label of a facet says: the series or slice of that id. */
    public Map<Dimension, String> labels(Connection connection, RollupDimensions facet, long id) throws SQLException {
        if (facet == RollupDimensions.SERIES) {
            return labels(connection, id).all();
        }
        Map<Dimension, String> known = slices.get(id);
        if (known == null) {
            known = readSlice(connection, id);
            if (slices.size() < MOST) {
                slices.put(id, known);
            }
        }
        return known;
    }

    /** The unit prices of a dictionary entry, as charges for nothing. */
    List<Charge> unitPrices(Connection connection, long id) throws SQLException {
        List<Charge> known = unitPrices.get(id);
        if (known == null) {
            known = ChargeText.unitPrices(readEntry(connection, id));
            if (unitPrices.size() < MOST) {
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

    private static Map<Dimension, String> readSlice(Connection connection, long id) throws SQLException {
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
