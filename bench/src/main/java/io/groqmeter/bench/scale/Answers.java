package io.groqmeter.bench.scale;

import io.groqmeter.gateway.access.Principal;
import io.groqmeter.gateway.api.LatencyResource;
import io.groqmeter.gateway.api.OverviewResource;
import io.groqmeter.gateway.api.SeriesResource;
import io.groqmeter.gateway.api.SummaryResource;
import io.groqmeter.gateway.api.UnsettledResource;
import io.groqmeter.gateway.api.UsageResource;
import io.groqmeter.gateway.api.WindowParameter;
import io.groqmeter.gateway.debug.StatsResource;
import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Summaries;
import io.groqmeter.store.UsageStore;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;

/** The gateway's own routes over a store, called without a network: what an answer takes from the request to its JSON's bytes. */
final class Answers {

    private static final Principal OWNER = new Principal(InetAddress.getLoopbackAddress(), true, false);

    private final Map<String, Resource> routes;

    Answers(UsageStore store, InstantSource clock) {
        WindowParameter windows = new WindowParameter(store.calendar(), clock);
        this.routes = Map.of(
                "/debug/stats", new StatsResource(new Summaries(store, clock)),
                "/api/overview", new OverviewResource(store, clock),
                "/api/series", new SeriesResource(store, windows),
                "/api/latency", new LatencyResource(store, windows),
                "/api/summary", new SummaryResource(store, () -> 0, windows),
                "/api/usage", new UsageResource(store, windows),
                "/api/unsettled", new UnsettledResource(store));
    }

    /** The answer to a path with its query. */
    byte[] to(String question) {
        QueryStringDecoder decoder = new QueryStringDecoder(question);
        Resource resource = routes.get(decoder.path());
        if (resource == null) {
            throw new IllegalArgumentException("nothing answers " + question);
        }
        return resource.answer(new LocalRequest(
                        "GET",
                        decoder.path(),
                        Map.of(),
                        decoder.parameters(),
                        new DefaultHttpHeaders(),
                        new byte[0],
                        OWNER))
                .body();
    }
}
