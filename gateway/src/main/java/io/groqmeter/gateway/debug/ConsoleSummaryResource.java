package io.groqmeter.gateway.debug;

import io.groqmeter.gateway.local.LocalRequest;
import io.groqmeter.gateway.local.LocalResponse;
import io.groqmeter.gateway.local.Resource;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.SummaryText;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.report.format.SeedJson;
import java.io.PrintStream;

/**
 * {@code GET /debug/summary}: prints a summary on the gateway's console. The answer is that text when {@code Accept} names {@code
 * text/plain}, else the JSON of {@code /debug/stats}.
 */
public final class ConsoleSummaryResource implements Resource {

    private final Summaries summaries;
    private final SummaryText text;
    private final PrintStream console;

    public ConsoleSummaryResource(Summaries summaries, SummaryText text, PrintStream console) {
        this.summaries = summaries;
        this.text = text;
        this.console = console;
    }

    @Override
    public LocalResponse answer(LocalRequest request) {
        UsageSummary summary = summaries.of(PeriodParameter.of(request, summaries));
        String lines = text.of(summary);
        console.print(lines);
        console.flush();
        return request.accepts("text/plain")
                ? LocalResponse.text(lines)
                : LocalResponse.json(SeedJson.of(summary) + "\n");
    }
}
