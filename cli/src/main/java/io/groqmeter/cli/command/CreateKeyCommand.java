package io.groqmeter.cli.command;

import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.NamesInUse;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.console.TimeArguments;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.PolicyStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter keys create}: creates a caller key and prints it, only this once. */
@Command(
        name = "create",
        description =
                "Create a key for an app or a person and print it, only this once: only a hash of it is kept. A running"
                        + " gateway accepts it within a second.")
final class CreateKeyCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The caller's name in the books; no other key can ever use it.")
    private String name = "";

    @Option(
            names = "--project",
            paramLabel = "P",
            description = "Attribute its calls to that project, whatever they say.")
    private @Nullable String project;

    @Option(names = "--user", paramLabel = "U", description = "Attribute its calls to that user, whatever they say.")
    private @Nullable String user;

    @Option(
            names = "--models",
            paramLabel = "M",
            split = ",",
            description = "The only models it may use, by their exact ids; default: all.")
    private List<String> models = List.of();

    @Option(
            names = "--expires",
            paramLabel = "D",
            description = "When it expires: a duration such as 30d, a date (its beginning), or a time; default: never.")
    private @Nullable String expires;

    @Option(names = "--json", description = "Print one JSON object, with the key in 'key'.")
    private boolean json;

    CreateKeyCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        Instant now = around.clock().instant();
        try (PolicyStore policies = Policies.open(settings)) {
            Instant end = expires == null
                    ? null
                    : TimeArguments.moment(
                            "--expires",
                            expires,
                            now,
                            Books.calendarInUse(settings).zone());
            KeyBook book = KeysCommand.book(settings, policies, around);
            List<Doubt> doubts = NamesInUse.doubts(models, settings, policies, around.clock());
            IssuedKey.tell(
                    book.create(new KeyBook.Wish(name, project, user, Set.copyOf(models), end)),
                    json,
                    settings,
                    around);
            remarkUnknownModels(doubts, settings, now);
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    private void remarkUnknownModels(List<Doubt> doubts, Settings settings, Instant now) {
        PriceList prices = settings.prices(around.clock()).get();
        for (Doubt doubt : doubts) {
            if (doubt.closest() != null) {
                around.err().println("groqmeter: " + doubt.sentence());
            } else if (prices.resolve(doubt.name(), now).basis() == PriceBasis.FALLBACK) {
                around.err()
                        .println("groqmeter: "
                                + CliMessages.in(settings.locale()).say("keys.model.unknown", doubt.name()));
            }
        }
    }
}
