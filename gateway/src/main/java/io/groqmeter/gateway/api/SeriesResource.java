package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.local.BadRequest;
import io.groqmeter.gateway.local.CountParameter;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.TimeSeries;
import io.groqmeter.report.TimeSeries.Line;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** {@code GET /api/series}: usage over time, as chart columns. */
public final class SeriesResource implements Resource {

    private static final int DEFAULT_LINES = 8;
    private static final int MAX_LINES = 50;

    private final UsageStore store;
    private final WindowParameter windows;

    public SeriesResource(UsageStore store, WindowParameter windows) {
        this.store = store;
        this.windows = windows;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        Window window = windows.of(request);
        Dimension step = dimension(request, "step", true).orElse(Dimension.DAY);
        Optional<Dimension> by = dimension(request, "by", false);
        int max = CountParameter.of(request, "lines", DEFAULT_LINES, MAX_LINES);
        TimeSeries.Extent extent = extent(request);
        TimeSeries series = read(window, step, extent, by, request, max);
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeStringField("from", series.window().start().toString());
            json.writeStringField("to", series.window().end().toString());
            json.writeStringField("zone", store.calendar().zone().getId());
            json.writeStringField("step", step.label());
            json.writeStringField("by", by.map(Dimension::label).orElse(null));
            json.writeArrayFieldStart("steps");
            for (String label : series.steps()) {
                json.writeString(label);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("total");
            columns(json, series.total());
            json.writeEndObject();
            json.writeArrayFieldStart("data");
            for (Line line : series.lines()) {
                line(json, line);
            }
            json.writeEndArray();
            json.writeFieldName("rest");
            if (series.rest().isPresent()) {
                line(json, series.rest().get());
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        });
    }

    private TimeSeries read(
            Window window,
            Dimension step,
            TimeSeries.Extent extent,
            Optional<Dimension> by,
            LocalRequest request,
            int max) {
        try {
            return TimeSeries.of(store, window, step, extent, by, GroupingParameters.only(request), max);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid_step", String.valueOf(e.getMessage()));
        }
    }

    private static TimeSeries.Extent extent(LocalRequest request) {
        String text = request.parameter("extent").orElse("used");
        return switch (text) {
            case "used" -> TimeSeries.Extent.USED;
            case "window" -> TimeSeries.Extent.WINDOW;
            default -> throw new BadRequest("invalid_extent", "'extent' must be used or window, not '" + text + "'");
        };
    }

    private static Optional<Dimension> dimension(LocalRequest request, String name, boolean time) {
        return request.parameter(name).map(text -> Dimension.ofLabel(text)
                .filter(dimension -> dimension.isTime() == time)
                .orElseThrow(() -> new BadRequest(
                        "invalid_" + name,
                        "'" + name + "' must be one of " + GroupingParameters.names(time) + ", not '" + text + "'")));
    }

    private static void line(JsonGenerator json, Line line) throws IOException {
        json.writeStartObject();
        json.writeStringField("value", line.value());
        json.writeObjectFieldStart("sums");
        SumsJson.fields(json, line.sums());
        json.writeEndObject();
        columns(json, line.steps());
        json.writeEndObject();
    }

    private static void columns(JsonGenerator json, List<UsageSums> steps) throws IOException {
        column(json, "calls", steps, UsageSums::calls);
        column(json, "errors", steps, UsageSums::errors);
        column(json, "input_tokens", steps, UsageSums::inputTokens);
        column(json, "cache_read_input_tokens", steps, UsageSums::cacheReadInputTokens);
        column(json, "output_tokens", steps, UsageSums::outputTokens);
        column(json, "reasoning_output_tokens", steps, UsageSums::reasoningOutputTokens);
        json.writeArrayFieldStart("cost_usd");
        for (UsageSums sums : steps) {
            json.writeString(PlainDecimal.of(sums.cost()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("cache_savings_usd");
        for (UsageSums sums : steps) {
            json.writeString(PlainDecimal.of(sums.cacheSavings()));
        }
        json.writeEndArray();
    }

    private static void column(JsonGenerator json, String name, List<UsageSums> steps, ToLongFunction<UsageSums> count)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (UsageSums sums : steps) {
            json.writeNumber(count.applyAsLong(sums));
        }
        json.writeEndArray();
    }
}
