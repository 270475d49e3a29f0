package io.groqmeter.cli.books;

import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.access.CallerNames;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.Messages;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Whether the names that budgets, limits and keys are about are those of anything in a data folder. */
public final class NamesInUse {

    private NamesInUse() {}

    /**
     * The name of a rule that nothing goes by yet.
     *
     * @throws CliException when nothing ever can
     */
    public static Optional<Doubt> doubt(Scope scope, Settings settings, PolicyStore policies, InstantSource clock) {
        try (ReadOnlyBooks books = open(settings)) {
            return CliException.understood(
                    () -> of(books.store(), settings, policies, clock).doubt(scope));
        }
    }

    /** Those of the models a key is limited to that nothing goes by yet. */
    public static List<Doubt> doubts(
            List<String> models, Settings settings, PolicyStore policies, InstantSource clock) {
        try (ReadOnlyBooks books = open(settings)) {
            return of(books.store(), settings, policies, clock).doubts(models);
        }
    }

    public static KeyBook keys(PolicyStore policies, InstantSource clock) {
        return new KeyBook(policies, InstallationSecret.passing(), clock);
    }

    public static KnownNames of(UsageStore books, Settings settings, PolicyStore policies, InstantSource clock) {
        PriceList prices = new LivePrices(settings.data(), clock).get();
        return new KnownNames(books, prices, new CallerNames(keys(policies, clock)));
    }

    private static ReadOnlyBooks open(Settings settings) {
        ReadOnlyBooks books = ReadOnlyBooks.of(settings);
        books.problem().ifPresent(problem -> {
            throw new UsageStoreException(problem);
        });
        return books;
    }

    /** Says them beside a command's answer. */
    public static void remark(List<Doubt> doubts, Settings settings, CliContext around) {
        Messages words = CliMessages.in(settings.locale());
        for (Doubt doubt : doubts) {
            around.err().println("groqmeter: " + sentence(doubt, words));
        }
    }

    private static String sentence(Doubt doubt, Messages words) {
        String subject = words.say("names.subject." + doubt.subject().label());
        return doubt.closest() == null
                ? words.say("names.unknown", subject, doubt.name())
                : words.say("names.meant", subject, doubt.name(), doubt.closest());
    }
}
