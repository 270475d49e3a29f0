package io.groqmeter.cli.command;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.report.Period;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.SummaryText;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.report.format.SeedJson;
import io.groqmeter.store.UsageStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter stats}: a day, a month or everything, as text or as the body of {@code /debug/stats}. */
@Command(
        name = "stats",
        aliases = "summary",
        description = "Show usage and cost: today, this month, in total, or of a date or month.")
final class StatsCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "today|month|total", description = "The period; default: today.")
    private @Nullable String type;

    @Option(names = "--date", paramLabel = "DATE", description = "That day, such as 2026-11-22.")
    private @Nullable String date;

    @Option(names = "--month", paramLabel = "MONTH", description = "That month, such as 2026-11.")
    private @Nullable String month;

    @Option(names = "--json", description = "Print the body of /debug/stats.")
    private boolean json;

    StatsCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        Messages words = Messages.beside(SummaryText.class, settings.locale());
        try (UsageStore store = Books.open(settings, around.err())) {
            Summaries summaries = new Summaries(store, around.clock());
            UsageSummary summary = summaries.of(period(summaries));
            if (json) {
                around.out().println(SeedJson.of(summary));
            } else {
                around.out().print(new SummaryText(words).of(summary));
                around.out().flush();
            }
        }
        return 0;
    }

    private Period period(Summaries summaries) {
        if ((type == null ? 0 : 1) + (date == null ? 0 : 1) + (month == null ? 0 : 1) > 1) {
            throw CliException.misused("give one of today|month|total, --date and --month, not several");
        }
        try {
            if (date != null) {
                return Period.day(date);
            }
            return month != null ? Period.month(month) : summaries.named(type == null ? "today" : type);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }
}
