package io.groqmeter.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.FirstImport;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.ImportReport;
import io.groqmeter.store.json.SeedImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter import}: imports the first tool's files or an export into the database; the same file again adds nothing. */
@Command(
        name = "import",
        description =
                "Import usage_log.json, daily_stats.json or JSON exports into the books; the same file again adds nothing.")
final class ImportCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "A file, or a folder with usage_log.json and daily_stats.json.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    ImportCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        List<Path> paths =
                files.stream().map(file -> around.folder().resolve(file)).toList();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw CliException.misused("there is no file " + path);
            }
            if (Files.isDirectory(path) && SeedImport.files(path).isEmpty()) {
                throw CliException.failed("there is neither usage_log.json nor daily_stats.json in " + path
                        + "; name the folder that has them, or a file; nothing was imported");
            }
        }
        if (!settings.persistent()) {
            throw CliException.misused("files are imported into the sqlite store; leave out --store");
        }
        List<ImportReport> reports;
        GatewayLock lock = GatewayLock.take(settings.data(), "groqmeter import", around.err());
        try {
            reports = imported(settings, paths);
        } finally {
            lock.close();
        }
        tell(reports);
        return reports.stream().allMatch(ImportReport::complete) ? 0 : CliException.FAILED;
    }

    private static List<ImportReport> imported(Settings settings, List<Path> paths) {
        try (UsageStore store = Books.toWrite(settings, Durability.POWER)) {
            SeedImport imports = new SeedImport(store);
            List<ImportReport> reports = new ArrayList<>();
            for (Path path : paths) {
                reports.addAll(Files.isDirectory(path) ? imports.folder(path) : List.of(imports.file(path)));
            }
            return reports;
        }
    }

    private void tell(List<ImportReport> reports) {
        if (json) {
            around.out().print(JsonOutput.of(out -> {
                out.writeStartObject();
                out.writeArrayFieldStart("data");
                for (ImportReport report : reports) {
                    write(out, report);
                }
                out.writeEndArray();
                out.writeEndObject();
            }));
        } else {
            reports.forEach(report -> FirstImport.lines(report).forEach(around.out()::println));
        }
        around.out().flush();
    }

    private static void write(JsonGenerator out, ImportReport report) throws IOException {
        out.writeStartObject();
        out.writeStringField("file", report.file().toString());
        out.writeNumberField("added", report.added());
        out.writeNumberField("known", report.known());
        out.writeNumberField("refused", report.refused());
        out.writeArrayFieldStart("refusals");
        for (String refusal : report.refusals()) {
            out.writeString(refusal);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("notices");
        for (String notice : report.notices()) {
            out.writeString(notice);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
