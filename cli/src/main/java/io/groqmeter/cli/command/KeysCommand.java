package io.groqmeter.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.access.CallerKey;
import io.groqmeter.access.CallerKeyJson;
import io.groqmeter.access.KeyBook;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.InstallationSecret;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.text.TextTable;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code groqmeter keys}: the caller keys of a data folder. */
@Command(
        name = "keys",
        description =
                "List the caller keys of the gateway; 'keys create' makes one, 'keys rotate' replaces its text, 'keys"
                        + " revoke' ends it.")
class KeysCommand implements Callable<Integer> {

    /** The same under its full name. */
    @Command(name = "list", description = "List the caller keys, including expired and revoked ones.")
    static final class Listing extends KeysCommand {
        Listing(CliContext around) {
            super(around);
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    KeysCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public final Integer call() {
        Settings settings = Settings.of(around, spec);
        Instant now = around.clock().instant();
        try (PolicyStore policies = Policies.openToRead(settings)) {
            List<CallerKey> keys = new KeyBook(policies, InstallationSecret.passing(), around.clock()).all();
            List<String> dead = DeadKeys.in(settings.data(), policies, around.clock());
            if (json) {
                around.out().print(JsonOutput.of(generator -> write(generator, keys, dead, now)));
            } else {
                table(keys, dead, now, settings).lines().forEach(around.out()::println);
            }
            around.out().flush();
            DeadKeys.told(dead, settings.locale())
                    .ifPresent(told -> around.err().println("groqmeter: " + told));
        }
        return 0;
    }

    /** The keys of a data folder, for changing them, with the secret of that folder. */
    static KeyBook book(Settings settings, PolicyStore policies, CliContext around) {
        boolean anew = InstallationSecret.find(settings.data()).isEmpty();
        KeyBook book = new KeyBook(policies, InstallationSecret.of(settings.data()), around.clock());
        book.noteSecret(anew);
        return book;
    }

    private static void write(JsonGenerator json, List<CallerKey> keys, List<String> dead, Instant now)
            throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        for (CallerKey key : keys) {
            json.writeStartObject();
            CallerKeyJson.fields(json, key, now);
            json.writeBooleanField("dead", dead.contains(key.name()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static TextTable table(List<CallerKey> keys, List<String> dead, Instant now, Settings settings) {
        Messages words = CliMessages.in(settings.locale());
        ZoneId zone = Books.calendarInUse(settings).zone();
        TextTable table = TextTable.ofText("");
        if (keys.isEmpty()) {
            return table.row(words.say("keys.none"));
        }
        table.row(
                words.say("keys.name"),
                words.say("keys.state"),
                words.say("keys.project"),
                words.say("keys.user"),
                words.say("keys.models"),
                words.say("keys.expires"));
        for (CallerKey key : keys) {
            table.row(
                    key.name(),
                    words.say("keys.state."
                            + (dead.contains(key.name())
                                    ? "dead"
                                    : key.state(now).name().toLowerCase(Locale.ROOT))),
                    Objects.requireNonNullElse(key.project(), "–"),
                    Objects.requireNonNullElse(key.user(), "–"),
                    key.restricted() ? String.join(",", key.modelsInOrder()) : words.say("keys.models.all"),
                    time(key.revokedAt() != null ? key.revokedAt() : key.expiresAt(), zone));
        }
        return table;
    }

    private static String time(@Nullable Instant at, ZoneId zone) {
        return at == null ? "–" : TIME.format(at.atZone(zone));
    }
}
