package io.groqmeter.cli.doctor;

import io.groqmeter.budget.Rules;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.books.ReadOnlyBooks;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.text.Plural;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Checks whether budgets, limits and keys can be read and enforced, and whether they match anything. */
final class PoliciesCheck {

    private final Settings settings;
    private final ReadOnlyBooks books;
    private final InstantSource clock;

    PoliciesCheck(Settings settings, ReadOnlyBooks books, InstantSource clock) {
        this.settings = settings;
        this.books = books;
        this.clock = clock;
    }

    /** None where the books cannot be read, which is told elsewhere. */
    List<CheckResult> run() {
        if (books.problem().isPresent()) {
            return List.of();
        }
        List<CheckResult> findings = new ArrayList<>();
        findings.add(budgets());
        findings.addAll(unmatched());
        findings.addAll(deadKeys());
        return findings;
    }

    private CheckResult budgets() {
        try {
            Rules rules = new PolicyRules(books.policies(), settings.data()).read();
            String detail = Plural.of(rules.budgets().size(), "budget") + ", "
                    + Plural.of(rules.limits().size(), "limit") + " per minute";
            return rules.hard() && !settings.metering()
                    ? CheckResult.fault("budgets", detail + "; " + Policies.UNRECORDED)
                    : CheckResult.fine("budgets", detail);
        } catch (IllegalArgumentException | UsageStoreException e) {
            return CheckResult.fault("budgets", String.valueOf(e.getMessage()));
        }
    }

    /** Budgets, limits and keys that match nothing so far. */
    private List<CheckResult> unmatched() {
        try {
            return NamesCheck.run(books, settings, clock);
        } catch (IllegalArgumentException | UsageStoreException e) {
            // Reported by those who read the rules and the books.
            return List.of();
        }
    }

    private List<CheckResult> deadKeys() {
        if (!settings.persistent()) {
            return List.of();
        }
        try {
            return DeadKeys.told(DeadKeys.in(settings.data(), books.policies(), clock), settings.locale()).stream()
                    .map(told -> CheckResult.fault("keys", told))
                    .toList();
        } catch (CliException | IllegalArgumentException | UsageStoreException e) {
            return List.of(CheckResult.fault("keys", String.valueOf(e.getMessage())));
        }
    }
}
