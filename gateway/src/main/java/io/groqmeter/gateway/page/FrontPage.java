package io.groqmeter.gateway.page;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import java.util.Map;
import java.util.TreeMap;

/** {@code GET /}: the dashboard for a browser, a list of routes for a program. */
public final class FrontPage implements Resource {

    private static final Map<String, String> PLACES = new TreeMap<>(Map.ofEntries(
            Map.entry("groq", "/openai/v1/"),
            Map.entry("chat", "/chat"),
            Map.entry("stats", "/debug/stats?type=today"),
            Map.entry("summary", "/api/summary"),
            Map.entry("usage", "/api/usage"),
            Map.entry("unsettled", "/api/unsettled"),
            Map.entry("prices", "/api/prices"),
            Map.entry("live", "/api/live"),
            Map.entry("metrics", "/metrics"),
            Map.entry("openapi", "/openapi.yaml"),
            Map.entry("overview", "/api/overview"),
            Map.entry("budgets", "/api/budgets"),
            Map.entry("limits", "/api/limits"),
            Map.entry("keys", "/api/keys"),
            Map.entry("alerts", "/api/alerts")));

    private final PageFiles files;
    private final Resource health;

    /**
     * @param files of the dashboard
     * @param health answers {@code /healthz}
     */
    public FrontPage(PageFiles files, Resource health) {
        this.files = files;
        this.health = health;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        if (request.accepts("text/html")) {
            return files.file("index.html").answer(request);
        }
        int status = health.answer(request).status();
        return LocalResponse.json(json -> {
                    json.writeStartObject();
                    json.writeStringField("name", "groqmeter");
                    json.writeBooleanField("recording", status == 200);
                    json.writeStringField("health", "/healthz");
                    json.writeObjectFieldStart("places");
                    for (Map.Entry<String, String> place : PLACES.entrySet()) {
                        json.writeStringField(place.getKey(), place.getValue());
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                })
                .with("vary", "accept");
    }
}
