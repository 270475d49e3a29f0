package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.LatencyBreakdown;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.DurationHistogram;
import io.groqmeter.store.Latencies;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.CallTime;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /api/latency}: latency quantiles, overall and by model and time. */
public final class LatencyResource implements Resource {

    private final UsageStore store;
    private final WindowParameter windows;

    public LatencyResource(UsageStore store, WindowParameter windows) {
        this.store = store;
        this.windows = windows;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        List<Dimension> by = GroupingParameters.by(request);
        Map<Dimension, String> only = new EnumMap<>(Dimension.class);
        request.parameter("model").ifPresent(model -> only.put(Dimension.MODEL, model));
        RollupQuery query = new RollupQuery(windows.of(request), by, only);
        LatencyBreakdown found = read(query);
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeStringField("from", query.window().start().toString());
            json.writeStringField("to", query.window().end().toString());
            json.writeStringField("zone", store.calendar().zone().getId());
            json.writeNumberField("relative_error", DurationHistogram.RELATIVE_ERROR);
            json.writeObjectFieldStart("total");
            times(json, found.total());
            json.writeEndObject();
            json.writeArrayFieldStart("data");
            if (!by.isEmpty()) {
                for (LatencyRollup group : found.groups()) {
                    json.writeStartObject();
                    for (Dimension dimension : by) {
                        json.writeStringField(dimension.label(), group.group().get(dimension));
                    }
                    times(json, group.latencies());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeNullField("next_cursor");
            json.writeEndObject();
        });
    }

    private LatencyBreakdown read(RollupQuery query) {
        try {
            return LatencyBreakdown.of(store, query);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_by", "'by': " + e.getMessage());
        }
    }

    private static void times(JsonGenerator json, Latencies latencies) throws IOException {
        for (CallTime time : CallTime.values()) {
            DurationHistogram histogram = latencies.of(time);
            json.writeObjectFieldStart(time.label());
            json.writeNumberField("calls", histogram.count());
            quantile(json, "p50", histogram.quantile(0.5));
            quantile(json, "p95", histogram.quantile(0.95));
            quantile(json, "p99", histogram.quantile(0.99));
            json.writeEndObject();
        }
    }

    /** In seconds. */
    private static void quantile(JsonGenerator json, String name, Optional<Duration> time) throws IOException {
        json.writeFieldName(name);
        if (time.isPresent()) {
            json.writeNumber(PlainDecimal.of(BigDecimal.valueOf(time.get().toNanos(), 9)));
        } else {
            json.writeNull();
        }
    }
}
