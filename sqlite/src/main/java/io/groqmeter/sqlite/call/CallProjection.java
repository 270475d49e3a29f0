package io.groqmeter.sqlite.call;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.sqlite.column.ColumnReader;
import io.groqmeter.sqlite.column.PicoDollars;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.dimension.SeriesLabels;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the part of a record that sums and latencies need: without id, tags and the like, and with labels and prices from a
 * cache. It takes a third of the time of {@link CallRow}.
 */
public final class CallProjection {

    /** The columns, of the table {@code call c}. */
    public static final String COLUMNS = """
            c.series, c.started_at_ms, c.outcome, c.queue, c.prompt, c.completion, c.first_byte, c.total, c.input_tokens,
              c.cache_read_input_tokens, c.output_tokens, c.reasoning_output_tokens, c.audio, c.characters, c.detail,
              c.cost_pico_usd, c.unit_prices, c.quantities, c.calls""";

    /** Selects all calls; a {@code where} on {@code c} follows. */
    public static final String SELECT = "select " + COLUMNS + " from call c ";

    private final Connection connection;
    private final RowCache cache;

    public CallProjection(Connection connection, RowCache cache) {
        this.connection = connection;
        this.cache = cache;
    }

    /** The labels of a row's series. */
    public SeriesLabels labels(ResultSet row) throws SQLException {
        return cache.labels(connection, seriesId(row));
    }

    /** The id of a row's series. */
    public static long seriesId(ResultSet row) throws SQLException {
        return row.getLong(1);
    }

    /** Reads a row of {@link #SELECT}. */
    public UsageRecord read(ResultSet row) throws SQLException {
        return read(new ColumnReader(row));
    }

    /** Reads {@link #COLUMNS}. */
    public UsageRecord read(ColumnReader columns) throws SQLException {
        SeriesLabels labels = cache.labels(connection, columns.number());
        Series series = labels.series();
        Instant startedAt = Instant.ofEpochMilli(columns.number());
        Call call = new Call(
                labels.endpoint(),
                series.requestModel(),
                series.responseModel(),
                series.serviceTier(),
                null,
                false,
                series.status(),
                CallRow.outcome(columns.number()),
                CallRow.timings(columns));
        Usage usage = CallRow.usage(labels.usageBasis(), columns);
        RatedUsage rated =
                new RatedUsage(usage, PicoDollars.usd(columns.number()), labels.priceBasis(), charges(columns));
        return new UsageRecord("projection", startedAt, call, labels.attribution(), rated, null, columns.number());
    }

    private List<Charge> charges(ColumnReader columns) throws SQLException {
        OptionalLong unitPrices = columns.optionalNumber();
        String quantities = columns.optionalText();
        return unitPrices.isEmpty() || quantities == null
                ? List.of()
                : ChargeText.charges(cache.unitPrices(connection, unitPrices.getAsLong()), quantities);
    }
}
