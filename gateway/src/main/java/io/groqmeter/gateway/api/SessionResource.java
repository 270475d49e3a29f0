package io.groqmeter.gateway.api;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.usage.UsageCalendar;
import java.time.InstantSource;

/** {@code GET /api/session}: the gateway's clock and time zone, and whether the browser is logged in. */
public final class SessionResource implements Resource {

    private final UsageCalendar calendar;
    private final InstantSource clock;

    public SessionResource(UsageCalendar calendar, InstantSource clock) {
        this.calendar = calendar;
        this.clock = clock;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        return LocalResponse.json(json -> {
            json.writeStartObject();
            json.writeStringField("at", clock.instant().toString());
            json.writeStringField("zone", calendar.zone().getId());
            json.writeBooleanField("logged_in", request.principal().loggedIn());
            json.writeEndObject();
        });
    }
}
