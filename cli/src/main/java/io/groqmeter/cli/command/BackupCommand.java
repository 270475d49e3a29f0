package io.groqmeter.cli.command;

import io.groqmeter.cli.books.BackupBooks;
import io.groqmeter.cli.books.BackupContents;
import io.groqmeter.cli.books.BackupFile;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.console.Version;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code groqmeter backup}: the whole data folder in one file, also while a gateway runs.
 *
 * <p>Under its final name the file is complete and verified, or does not exist.
 */
@Command(
        name = "backup",
        description = "Write books, keys, budgets, limits, alerts, the secret and prices.json into one file, also"
                + " while the gateway runs, and verify it. 'restore' puts them back.")
final class BackupCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to write, a zip. Whoever can read it can read the books.")
    private Path file = Path.of("");

    @Option(names = "--replace", description = "Overwrite an existing FILE, once the new one is verified.")
    private boolean replace;

    @Option(names = "--json", description = "Print its contents as JSON.")
    private boolean json;

    BackupCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        BackupBooks.require(settings);
        Path target = around.folder().resolve(file).toAbsolutePath().normalize();
        if (Files.isDirectory(target)) {
            throw CliException.misused(target + " is a folder; name a file in it");
        }
        if (Files.exists(target) && !replace) {
            throw CliException.misused(target + " exists already; name another file, or add --replace");
        }
        try (TemporaryFolder work = TemporaryFolder.in(target.resolveSibling("").toAbsolutePath())) {
            tell(target, made(settings, work.path(), target), CliMessages.in(settings.locale()));
        } catch (NoSuchFileException e) {
            throw CliException.failed(
                    "there is no folder " + target.getParent() + " for the backup; create it first", e);
        } catch (IOException e) {
            throw CliException.failed(
                    "cannot write " + target + " (" + e + "); make room there, or choose another place", e);
        }
        try (PolicyStore policies = Policies.openToRead(settings)) {
            DeadKeys.told(DeadKeys.in(settings.data(), policies, around.clock()), settings.locale())
                    .ifPresent(dead -> around.err().println("groqmeter: " + dead));
        }
        return 0;
    }

    private BackupContents made(Settings settings, Path work, Path target) throws IOException {
        Path folder = Files.createDirectory(work.resolve("data"));
        for (String name : BackupFile.BESIDE_BOOKS) {
            copy(settings.data().resolve(name), folder.resolve(name));
        }
        BackupBooks.copy(settings.data(), folder);
        BackupContents.Figures figures;
        try {
            figures = BackupBooks.figures(BackupBooks.SQLITE, folder, Books.calendar(settings), around.clock());
        } catch (UsageStoreException e) {
            throw CliException.failed("the books in " + settings.data() + " cannot be backed up: " + e.getMessage(), e);
        }
        Map<String, String> hashes = new TreeMap<>();
        for (String name : BackupFile.NAMES) {
            if (Files.exists(folder.resolve(name))) {
                hashes.put(name, BackupFile.sha256(folder.resolve(name)));
            }
        }
        BackupContents contents = new BackupContents(
                around.clock().instant().toString(), Version.current(), BackupBooks.SQLITE, figures, hashes);
        Path half = work.resolve("backup.zip");
        BackupFile backup = new BackupFile(half);
        backup.write(contents, folder);
        backup.verify();
        if (replace) {
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            move(half, target);
        }
        return contents;
    }

    private static void move(Path half, Path target) throws IOException {
        try {
            Files.move(half, target);
        } catch (FileAlreadyExistsException e) {
            throw CliException.misused(target + " exists by now; name another file, or add --replace");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to);
        }
    }

    private void tell(Path target, BackupContents contents, Messages words) {
        if (json) {
            around.out().print(JsonOutput.of(out -> {
                out.writeStartObject();
                out.writeStringField("file", target.toString());
                out.writeNumberField("calls", contents.figures().calls());
                out.writeStringField("cost_usd", contents.figures().costUsd());
                out.writeNumberField("open_calls", contents.figures().open());
                out.writeBooleanField("secret", contents.hashes().containsKey("groqmeter.secret"));
                out.writeArrayFieldStart("files");
                for (String name : contents.hashes().keySet()) {
                    out.writeString(name);
                }
                out.writeEndArray();
                out.writeEndObject();
            }));
        } else {
            around.out()
                    .println(words.say(
                            "backup.done",
                            contents.figures().inWords(words),
                            target,
                            String.join(", ", contents.hashes().keySet())));
        }
        around.out().flush();
    }
}
