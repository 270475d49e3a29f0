package io.groqmeter.cli.doctor;

import io.groqmeter.budget.PolicyRules;
import io.groqmeter.budget.Rules;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.usage.Plural;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks whether budgets, limits and keys can be read and enforced, and whether they are about anything. */
final class PoliciesCheck {

    private final Settings settings;
    private final InstantSource clock;
    private final boolean memory;

    PoliciesCheck(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.memory = settings.choice(Setting.STORE).equals("memory");
    }

    List<CheckResult> run() {
        try (PolicyStore policies = memory ? new InMemoryPolicyStore() : Policies.openToRead(settings)) {
            List<CheckResult> findings = new ArrayList<>();
            findings.add(budgets(policies));
            findings.addAll(unmatched(policies));
            findings.addAll(deadKeys(policies));
            return findings;
        } catch (IllegalArgumentException | UsageStoreException e) {
            return List.of(CheckResult.fault("budgets", String.valueOf(e.getMessage())));
        }
    }

    private CheckResult budgets(PolicyStore policies) {
        try {
            Rules rules = new PolicyRules(policies, settings.data()).read();
            String detail = Plural.of(rules.budgets().size(), "budget") + ", "
                    + Plural.of(rules.limits().size(), "limit") + " per minute";
            return rules.hard() && settings.text(Setting.DEBUG).equalsIgnoreCase("false")
                    ? CheckResult.fault("budgets", detail + "; " + Policies.UNRECORDED)
                    : CheckResult.fine("budgets", detail);
        } catch (IllegalArgumentException | UsageStoreException e) {
            return CheckResult.fault("budgets", String.valueOf(e.getMessage()));
        }
    }

    /** Budgets, limits and keys that match nothing so far. */
    private List<CheckResult> unmatched(PolicyStore policies) {
        try {
            return NamesCheck.run(settings, policies, clock);
        } catch (IllegalArgumentException | UsageStoreException e) {
            // Whoever reads the rules and the books says so.
            return List.of();
        }
    }

    private List<CheckResult> deadKeys(PolicyStore policies) {
        if (memory) {
            return List.of();
        }
        try {
            return DeadKeys.told(DeadKeys.in(settings.data(), policies, clock), settings.locale()).stream()
                    .map(told -> CheckResult.fault("keys", told))
                    .toList();
        } catch (CliException | IllegalArgumentException | UsageStoreException e) {
            return List.of(CheckResult.fault("keys", String.valueOf(e.getMessage())));
        }
    }
}
