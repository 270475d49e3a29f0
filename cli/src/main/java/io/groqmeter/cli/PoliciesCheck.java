package io.groqmeter.cli;

import io.groqmeter.budget.PolicyRules;
import io.groqmeter.budget.Rules;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.usage.Counted;
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

    List<Finding> run() {
        try (PolicyStore policies = memory ? new InMemoryPolicyStore() : Policies.openToRead(settings)) {
            List<Finding> findings = new ArrayList<>();
            findings.add(budgets(policies));
            findings.addAll(unmatched(policies));
            findings.addAll(deadKeys(policies));
            return findings;
        } catch (IllegalArgumentException | UsageStoreException e) {
            return List.of(Finding.fault("budgets", String.valueOf(e.getMessage())));
        }
    }

    private Finding budgets(PolicyStore policies) {
        try {
            Rules rules = new PolicyRules(policies, settings.data()).read();
            String detail = Counted.of(rules.budgets().size(), "budget") + ", "
                    + Counted.of(rules.limits().size(), "limit") + " per minute";
            return rules.hard() && settings.text(Setting.DEBUG).equalsIgnoreCase("false")
                    ? Finding.fault("budgets", detail + "; " + Wiring.UNRECORDED)
                    : Finding.fine("budgets", detail);
        } catch (IllegalArgumentException | UsageStoreException e) {
            return Finding.fault("budgets", String.valueOf(e.getMessage()));
        }
    }

    /** Budgets, limits and keys that match nothing so far. */
    private List<Finding> unmatched(PolicyStore policies) {
        try {
            return NamesInUse.findings(settings, policies, clock);
        } catch (IllegalArgumentException | UsageStoreException e) {
            // Whoever reads the rules and the books says so.
            return List.of();
        }
    }

    private List<Finding> deadKeys(PolicyStore policies) {
        if (memory) {
            return List.of();
        }
        try {
            return DeadKeys.told(DeadKeys.in(settings.data(), policies, clock), settings.locale()).stream()
                    .map(told -> Finding.fault("keys", told))
                    .toList();
        } catch (Complaint | IllegalArgumentException | UsageStoreException e) {
            return List.of(Finding.fault("keys", String.valueOf(e.getMessage())));
        }
    }
}
