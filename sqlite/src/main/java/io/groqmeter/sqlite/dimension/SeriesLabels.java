package io.groqmeter.sqlite.dimension;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.Dimension;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageBasis;
import java.util.Locale;
import java.util.Map;

/**
 * The labels of a series as the parts of a record.
 *
 * @param all as {@link Series#labels}
 */
public record SeriesLabels(
        Series series,
        Map<Dimension, String> all,
        Endpoint endpoint,
        Attribution attribution,
        UsageBasis usageBasis,
        PriceBasis priceBasis) {

    public SeriesLabels(Series series) {
        this(
                series,
                series.labels(),
                Endpoint.ofLabel(series.endpoint()),
                new Attribution(series.callerKey(), series.project(), series.endUser(), Map.of()),
                UsageBasis.valueOf(series.usageBasis().toUpperCase(Locale.ROOT)),
                PriceBasis.valueOf(series.priceBasis().toUpperCase(Locale.ROOT)));
    }
}
