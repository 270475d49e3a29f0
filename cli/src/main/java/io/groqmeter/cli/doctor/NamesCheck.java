package io.groqmeter.cli.doctor;

import io.groqmeter.access.CallerKey;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.budget.rules.KnownNames.Doubt;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.cli.books.NamesInUse;
import io.groqmeter.cli.books.ReadOnlyBooks;
import io.groqmeter.cli.settings.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks for rules and keys whose names do not occur in the books. */
final class NamesCheck {

    private NamesCheck() {}

    /** A remark for each budget, limit and key that matches nothing so far. */
    static List<CheckResult> run(ReadOnlyBooks books, Settings settings, InstantSource clock) {
        Rules rules = new PolicyRules(books.policies(), settings.data()).read();
        List<CheckResult> findings = new ArrayList<>();
        KnownNames names = NamesInUse.of(books.store(), settings, books.policies(), clock);
        rules.budgets().forEach(budget -> doubted(names, budget.scope())
                .ifPresent(doubt -> findings.add(CheckResult.remark("budget " + budget.id(), doubt))));
        rules.limits().forEach(limit -> doubted(names, limit.scope())
                .ifPresent(doubt -> findings.add(CheckResult.remark("limit " + limit.id(), doubt))));
        for (CallerKey key : NamesInUse.keys(books.policies(), clock).all()) {
            if (key.state(clock.instant()) == CallerKey.State.VALID) {
                names.doubts(key.models())
                        .forEach(doubt -> findings.add(CheckResult.remark("key " + key.name(), doubt.sentence())));
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
}
