package io.groqmeter.cli.command;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.format.RecordJson;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter tail}: every call as it is recorded, until interrupted. */
@Command(name = "tail", description = "Show calls as they are recorded, until you press Ctrl-C.")
final class TailCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object per line, with everything known about a call.")
    private boolean json;

    TailCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        try (UsageStore store = Books.open(settings, around.err())) {
            CallLines lines = new CallLines(settings.locale(), store.calendar());
            RecordFollower follower = new RecordFollower(store);
            around.err().println("groqmeter: following " + settings.data());
            while (!Thread.currentThread().isInterrupted() && !around.out().checkError()) {
                for (UsageRecord record : follower.next()) {
                    around.out()
                            .println(json ? JsonOutput.line(out -> RecordJson.write(out, record)) : lines.of(record));
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            // How it is stopped.
        }
        return 0;
    }
}
