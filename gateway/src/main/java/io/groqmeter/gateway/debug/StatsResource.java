package io.groqmeter.gateway.debug;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.format.SeedJson;

/** {@code GET /debug/stats}: the sums of a day, a month or all time. */
public final class StatsResource implements Resource {

    private final Summaries summaries;

    public StatsResource(Summaries summaries) {
        this.summaries = summaries;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        return LocalResponse.json(SeedJson.of(summaries.of(PeriodParameter.of(request, summaries))) + "\n");
    }
}
