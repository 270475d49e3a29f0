package io.groqmeter.cli.command;

import io.groqmeter.cli.books.BackupBooks;
import io.groqmeter.cli.books.BackupContents;
import io.groqmeter.cli.books.BackupFile;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.TemporaryFolder;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter restore}: restores a data folder from a backup. Its old content is moved aside. */
@Command(
        name = "restore",
        description =
                "Restore what 'backup' wrote to FILE, into a data folder that is empty or does not exist, and verify it.")
final class RestoreCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** In the zone of the restored books. */
    private static final DateTimeFormatter MADE_AT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** These are not books: locks, and what an earlier restore moved aside. */
    private static final List<String> NO_BOOKS =
            List.of("groqmeter.lock", "usage_log.lock", "usage_spool.lock", "lost+found");

    private static final String ASIDE = "replaced-";

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file that 'backup' wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--replace",
            description = "Also into a folder that is not empty: its old content is moved into a subfolder.")
    private boolean replace;

    RestoreCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        Messages words = CliMessages.in(settings.locale());
        Path source = around.folder().resolve(file).normalize();
        if (!Files.isRegularFile(source)) {
            throw CliException.misused("there is no file " + source);
        }
        BackupFile backup = new BackupFile(source);
        BackupContents contents;
        try {
            contents = backup.contents();
        } catch (ZipException e) {
            throw CliException.failed(
                    source + " is not a backup, or an incomplete one (" + e.getMessage() + "); take another", e);
        } catch (IOException e) {
            throw CliException.failed(source + " cannot be restored: " + e.getMessage(), e);
        }
        GatewayLock lock = GatewayLock.take(settings.data(), "groqmeter restore", around.err());
        try (TemporaryFolder work = TemporaryFolder.in(settings.data())) {
            List<Path> before = present(settings.data());
            if (!before.isEmpty() && !replace) {
                throw CliException.misused(settings.data().normalize() + " is not empty (it has "
                        + before.get(0).getFileName()
                        + "); choose another folder with --data, or add --replace: then what is"
                        + " in it is moved aside");
            }
            backup.extract(work.path());
            requireSame(
                    contents,
                    BackupBooks.figures(contents.store(), work.path(), Books.calendar(settings), around.clock()));
            moveAside(before, settings.data(), words);
            for (String name : BackupFile.NAMES) { // the database last: without it the folder is not a gateway's
                if (Files.exists(work.path().resolve(name))) {
                    Files.move(work.path().resolve(name), settings.data().resolve(name));
                }
            }
        } catch (IOException | UsageStoreException e) {
            throw CliException.failed(source + " was not restored: " + e.getMessage(), e);
        } finally {
            lock.close();
        }
        tell(settings, contents, words);
        return 0;
    }

    private static List<Path> present(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return !NO_BOOKS.contains(name) && !name.startsWith(ASIDE) && !name.startsWith(".groqmeter");
                    })
                    .sorted()
                    .toList();
        }
    }

    private static void requireSame(BackupContents told, BackupContents.Figures found) throws IOException {
        if (!told.figures().equals(found)) {
            throw new IOException(
                    "its books have " + found.calls() + " calls for " + found.costUsd() + " USD, and it says "
                            + told.figures().calls() + " for " + told.figures().costUsd() + " USD");
        }
    }

    private void moveAside(List<Path> files, Path data, Messages words) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        Path aside = data.resolve(ASIDE + TIME.format(around.clock().instant()));
        Files.createDirectory(aside);
        for (Path each : files) {
            Files.move(each, aside.resolve(each.getFileName()));
        }
        remark(words.say("restore.aside", data.normalize(), aside.normalize()));
    }

    private void tell(Settings settings, BackupContents contents, Messages words) {
        String madeAt = MADE_AT.withZone(Books.calendarInUse(settings).zone()).format(Instant.parse(contents.madeAt()));
        around.out()
                .println(words.say(
                        "restore.done",
                        contents.figures().inWords(words),
                        settings.data().normalize(),
                        madeAt));
        around.out().flush();
        if (contents.store().equals(BackupBooks.JSON)) {
            remark(words.say("restore.json"));
        }
        if (!contents.hashes().containsKey("groqmeter.secret")) {
            remark(words.say("restore.secret"));
        }
        try (PolicyStore policies = Policies.openToRead(settings)) {
            DeadKeys.told(DeadKeys.in(settings.data(), policies, around.clock()), settings.locale())
                    .ifPresent(this::remark);
        }
    }

    private void remark(String remark) {
        around.err().println("groqmeter: " + remark);
    }
}
