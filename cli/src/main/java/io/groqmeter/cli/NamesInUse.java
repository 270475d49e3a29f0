package io.groqmeter.cli;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.KnownNames;
import io.groqmeter.budget.KnownNames.Doubt;
import io.groqmeter.budget.PolicyRules;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.Scope;
import io.groqmeter.gateway.access.CallerNames;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.report.Messages;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the names that budgets, limits and keys are about are those of anything in a data folder. */
final class NamesInUse {

    private NamesInUse() {}

    /**
     * The name of a rule that nothing goes by yet.
     *
     * @throws CliException when nothing ever can
     */
    static Optional<Doubt> doubt(Scope scope, Settings settings, PolicyStore policies, InstantSource clock) {
        try (UsageStore books = books(settings)) {
            return BudgetsCommand.understood(
                    () -> of(books, settings, policies, clock).doubt(scope));
        }
    }

    /** Those of the models a key is limited to that nothing goes by yet. */
    static List<Doubt> doubts(List<String> models, Settings settings, PolicyStore policies, InstantSource clock) {
        try (UsageStore books = books(settings)) {
            return of(books, settings, policies, clock).doubts(models);
        }
    }

    /** What a checkup says of budgets, limits and keys that match nothing so far. */
    static List<CheckResult> findings(Settings settings, PolicyStore policies, InstantSource clock) {
        Rules rules = new PolicyRules(policies, settings.data()).read();
        List<CheckResult> findings = new ArrayList<>();
        try (UsageStore books = books(settings)) {
            KnownNames names = of(books, settings, policies, clock);
            rules.budgets().forEach(budget -> doubted(names, budget.scope())
                    .ifPresent(doubt -> findings.add(CheckResult.remark("budget " + budget.id(), doubt))));
            rules.limits().forEach(limit -> doubted(names, limit.scope())
                    .ifPresent(doubt -> findings.add(CheckResult.remark("limit " + limit.id(), doubt))));
            for (CallerKey key : keys(policies, clock).all()) {
                if (key.state(clock.instant()) == CallerKey.State.VALID) {
                    names.doubts(key.models())
                            .forEach(doubt -> findings.add(CheckResult.remark("key " + key.name(), doubt.sentence())));
                }
            }
        }
        return findings;
    }

    private static Optional<String> doubted(KnownNames names, Scope scope) {
        try {
            return names.doubt(scope).map(Doubt::sentence);
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static KeyBook keys(PolicyStore policies, InstantSource clock) {
        return new KeyBook(policies, InstallationSecret.passing(), clock);
    }

    private static KnownNames of(UsageStore books, Settings settings, PolicyStore policies, InstantSource clock) {
        PriceList prices = new LivePrices(settings.data(), clock).get();
        return new KnownNames(books, prices, new CallerNames(keys(policies, clock)));
    }

    private static UsageStore books(Settings settings) {
        Path database = settings.data().resolve(Books.DATABASE);
        return Books.areIn(settings.data())
                ? SqliteUsageStore.openReadOnly(database)
                : new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    }

    /** Says them beside a command's answer. */
    static void remark(List<Doubt> doubts, Settings settings, CliContext around) {
        Messages words = Messages.beside(NamesInUse.class, settings.locale());
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
