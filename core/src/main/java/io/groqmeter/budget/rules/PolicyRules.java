package io.groqmeter.budget.rules;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.RulesSource;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The rules kept in a {@link PolicyStore}, and those of a folder's {@code budgets.json}, which take the place of kept ones of the same
 * id.
 */
public final class PolicyRules implements RulesSource {

    /** The file's name. */
    public static final String FILE = "budgets.json";

    private final PolicyStore policies;
    private final Path file;

    /** @param folder where the file may be */
    public PolicyRules(PolicyStore policies, Path folder) {
        this.policies = policies;
        this.file = folder.resolve(FILE);
    }

    @Override
    public Object stamp() {
        return List.of(policies.version(PolicyKind.BUDGET), policies.version(PolicyKind.LIMIT), fileStamp());
    }

    private String fileStamp() {
        try {
            return Files.getLastModifiedTime(file) + "/" + Files.size(file);
        } catch (IOException e) {
            return "none";
        }
    }

    @Override
    public Rules read() {
        Rules filed = filed();
        return new Rules(
                merged(PolicyKind.BUDGET, RuleJson::budget, filed.budgets(), Budget::id),
                merged(PolicyKind.LIMIT, RuleJson::limit, filed.limits(), Limit::id));
    }

    /** What the file says; nothing when there is none. */
    public Rules filed() {
        try {
            return RuleJson.rules(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Rules.NONE;
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private <R> List<R> merged(PolicyKind kind, Function<String, R> read, List<R> filed, Function<R, String> id) {
        Map<String, R> rules = new LinkedHashMap<>();
        for (Policy policy : policies.list(kind)) {
            rules.put(policy.id(), kept(policy, read));
        }
        filed.forEach(rule -> rules.put(id.apply(rule), rule));
        return new ArrayList<>(rules.values());
    }

    private static <R> R kept(Policy policy, Function<String, R> read) {
        try {
            return Objects.requireNonNull(read.apply(policy.body()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the kept " + policy.kind().label() + " '" + policy.id() + "' cannot be understood: "
                            + e.getMessage() + "; remove it, or update groqmeter",
                    e);
        }
    }
}
