package io.groqmeter.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.format.SeedJson;
import io.groqmeter.report.format.UsageLog;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter log}: the latest metered calls, the newest last. */
@Command(name = "log", description = "Show the latest metered calls, the newest last.")
final class LogCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "-n",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "The number of calls; default: 100.")
    private int count;

    @Option(names = "--json", description = "Print the body of /debug/usage_log.")
    private boolean json;

    LogCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (count < 1 || count > RecordQuery.MOST) {
            throw CliException.misused("-n must be 1 to " + RecordQuery.MOST + ", not " + count
                    + "; for all of them use 'groqmeter export'");
        }
        Settings settings = Settings.of(around, spec);
        try (UsageStore store = Books.open(settings, around.err())) {
            List<UsageRecord> records = UsageLog.latest(store, count);
            if (json) {
                around.out().print(JsonOutput.of(generator -> write(generator, records, store.calendar())));
            } else {
                CallLines lines = new CallLines(settings.locale(), store.calendar());
                records.forEach(record -> around.out().println(lines.of(record)));
            }
            around.out().flush();
        }
        return 0;
    }

    private static void write(JsonGenerator json, List<UsageRecord> records, UsageCalendar calendar)
            throws IOException {
        json.writeStartArray();
        for (UsageRecord record : records) {
            SeedJson.writeEntry(json, record, calendar);
        }
        json.writeEndArray();
    }
}
