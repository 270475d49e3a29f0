package io.groqmeter.cli.command;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Period;
import io.groqmeter.report.format.RecordCsv;
import io.groqmeter.store.RecordPages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code groqmeter export}: every call of a range of days, latest first, one page in memory at a time. It fails where calls are known
 * to be missing, after writing the others.
 */
@Command(name = "export", description = "Write all calls, or those of some days, as CSV or JSON; the latest first.")
final class ExportCommand implements Callable<Integer> {

    /** The forms of an export. */
    enum Format {
        csv,
        json
    }

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--format",
            paramLabel = "csv|json",
            defaultValue = "csv",
            description = "CSV with one line per call, or one JSON array; default: csv.")
    private Format format;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(names = "--from", paramLabel = "DATE", description = "The first day; default: the earliest.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "DATE", description = "The last day, inclusive; default: the latest.")
    private @Nullable String to;

    ExportCommand(CliContext around) {
        this.around = around;
        this.format = Format.csv;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        List<String> missing = new ArrayList<>();
        try (UsageStore store = Books.open(settings, around.err(), missing)) {
            Window window = window(store.calendar());
            if (json || format == Format.json) {
                json(store, window);
            } else {
                around.out().print(RecordCsv.header());
                each(store, window, record -> around.out().print(RecordCsv.line(record)));
            }
            around.out().flush();
        }
        return missing.isEmpty() ? 0 : CliException.FAILED;
    }

    private void json(UsageStore store, Window window) {
        PrintWriter out = around.out();
        String[] separator = {"[\n"};
        each(store, window, record -> {
            out.print(separator[0] + JsonOutput.line(generator -> UsageRecordJson.write(generator, record)));
            separator[0] = ",\n";
        });
        out.println(separator[0].startsWith("[") ? "[]" : "\n]");
    }

    /** Page by page, until the end or until the reader closes. */
    private void each(UsageStore store, Window window, Consumer<UsageRecord> action) {
        RecordPages pages = new RecordPages(store, window, Map.of());
        do {
            pages.next().forEach(action);
        } while (pages.hasNext() && !around.out().checkError());
    }

    private Window window(UsageCalendar calendar) {
        try {
            Window all = Window.always();
            Instant start = from == null
                    ? all.start()
                    : Period.day(from).window(calendar).start();
            Instant end =
                    to == null ? all.end() : Period.day(to).window(calendar).end();
            if (start.isBefore(end)) {
                return new Window(start, end);
            }
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
        throw CliException.misused("--from " + from + " is after --to " + to);
    }
}
