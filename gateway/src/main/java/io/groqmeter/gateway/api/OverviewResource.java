package io.groqmeter.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Comparison;
import io.groqmeter.report.Forecast;
import io.groqmeter.report.Overview;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.PlainDecimal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** {@code GET /api/overview}: current spend and the month-end forecast. */
public final class OverviewResource implements Resource {

    private final UsageStore store;
    private final InstantSource clock;

    public OverviewResource(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        Overview overview = Overview.of(store, clock.instant());
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeStringField("at", overview.at().toString());
            json.writeStringField("zone", store.calendar().zone().getId());
            part(json, "today", overview.today(), Optional.of(overview.yesterday()));
            part(json, "month", overview.month(), Optional.of(overview.lastMonth()));
            part(json, "total", overview.total(), Optional.empty());
            forecast(json, overview.forecast());
            UnsettledJson.calls(json, overview.unsettled());
            json.writeEndObject();
        });
    }

    private static void part(JsonGenerator json, String name, Overview.Part part, Optional<Comparison> comparison)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("from", part.window().start().toString());
        json.writeStringField("to", part.window().end().toString());
        json.writeObjectFieldStart("sums");
        SumsJson.fields(json, part.sums());
        json.writeEndObject();
        SumsJson.split(json, "usage_basis", part.usageBasis());
        SumsJson.split(json, "price_basis", part.priceBasis());
        if (comparison.isPresent()) {
            ComparisonJson.write(json, comparison.get());
        }
        json.writeEndObject();
    }

    private static void forecast(JsonGenerator json, Optional<Forecast> known) throws IOException {
        if (known.isEmpty()) {
            json.writeNullField("forecast");
            return;
        }
        Forecast forecast = known.get();
        json.writeObjectFieldStart("forecast");
        json.writeStringField("month", forecast.month().toString());
        json.writeStringField("cost_usd", PlainDecimal.of(forecast.expected()));
        json.writeStringField("least_usd", PlainDecimal.of(forecast.least()));
        json.writeStringField("most_usd", PlainDecimal.of(forecast.most()));
        json.writeStringField("confidence", PlainDecimal.of(Forecast.CONFIDENCE));
        json.writeNumberField("days", forecast.days());
        json.writeEndObject();
    }
}
