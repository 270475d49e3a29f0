package io.groqmeter.cli.command;

import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.demo.BooksComparison;
import io.groqmeter.cli.demo.Demo;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter demo}: a gateway in front of a simulated Groq; exits with 1 if the two sides' books differ. */
@Command(
        name = "demo",
        description =
                "Send calls of every kind through the gateway to a simulated Groq, and show both sides' books. Needs no"
                        + " account.")
final class DemoCommand implements Callable<Integer> {

    /** The defaults that differ from those of {@code serve}. */
    static final Map<Setting, String> DEFAULTS =
            Map.of(Setting.DATA, "a temporary folder", Setting.PORT, "a free port");

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print the comparison as JSON.")
    private boolean json;

    DemoCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Settings settings = Settings.of(around, spec);
        Messages words = CliMessages.in(settings.locale());
        try (TemporaryFolder passing = TemporaryFolder.make()) {
            Path data = settings.chosen(Setting.DATA) ? settings.data() : passing.path();
            Settings own = settings.with(Setting.DATA, data.toString())
                    .with(Setting.PORT, settings.chosen(Setting.PORT) ? settings.text(Setting.PORT) : "0")
                    .with(Setting.HOST, "127.0.0.1")
                    .with(Setting.DEBUG, json ? "" : "true");
            if (!json) {
                around.out().println("⚡ " + words.say("demo.title"));
            }
            BooksComparison books = new Demo(own, around).run();
            around.out().print(json ? json(books) : "\n📒 " + words.say("demo.books") + "\n" + books.text(words));
            if (!json) {
                around.out().println();
                around.out().println((books.equal() ? "✅ " : "❌ ") + words.say("demo.equal." + books.equal()));
            }
            around.out().flush();
            return books.equal() ? 0 : CliException.FAILED;
        }
    }

    private static String json(BooksComparison books) {
        return JsonOutput.of(out -> {
            out.writeStartObject();
            out.writeBooleanField("equal", books.equal());
            out.writeArrayFieldStart("data");
            for (BooksComparison.Line line : books.lines()) {
                out.writeStartObject();
                out.writeStringField("what", line.what());
                out.writeStringField("meter", line.meter());
                out.writeStringField("groq", line.groq());
                out.writeBooleanField("equal", line.equal());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
