package io.groqmeter.jdbc;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageBasis;
import java.util.Locale;
import java.util.Map;

/** The labels of a series as a record holds them. */
record SharedLabels(
        Series series, Endpoint endpoint, Attribution attribution, UsageBasis usageBasis, PriceBasis priceBasis) {

    SharedLabels(Series series) {
        this(
                series,
                Endpoint.ofLabel(series.endpoint()),
                new Attribution(series.callerKey(), series.project(), series.endUser(), Map.of()),
                UsageBasis.valueOf(series.usageBasis().toUpperCase(Locale.ROOT)),
                PriceBasis.valueOf(series.priceBasis().toUpperCase(Locale.ROOT)));
    }
}
