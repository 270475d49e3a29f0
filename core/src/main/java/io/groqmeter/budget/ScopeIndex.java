package io.groqmeter.budget;

import io.groqmeter.usage.Attribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Finds the rules that apply to a call without checking all of them. An {@code each-} rule yields to one of the same kind for that
 * very name. Immutable.
 *
 * @param <R> budgets or limits
 */
final class ScopeIndex<R> {

    private final Function<R, ?> kind;
    private final Map<SpendGrouping, ByName<R>> rules = new LinkedHashMap<>();

    /** The rules of one grouping. */
    private record ByName<R>(Map<String, List<R>> named, List<R> each) {}

    /** @param kind what two rules must have in common for the one to replace the other */
    ScopeIndex(List<R> rules, Function<R, Scope> scope, Function<R, ?> kind) {
        this.kind = kind;
        for (R rule : rules) {
            Scope of = scope.apply(rule);
            ByName<R> byName = this.rules.computeIfAbsent(
                    SpendGrouping.of(of), none -> new ByName<>(new HashMap<>(), new ArrayList<>()));
            of.group()
                    .map(name -> byName.named().computeIfAbsent(name, none -> new ArrayList<>()))
                    .orElse(byName.each())
                    .add(rule);
        }
    }

    /** Whether there are no rules, the usual case, in which a call needs no lookup. */
    boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The groupings these rules need sums of. */
    Set<SpendGrouping> groupings() {
        return rules.keySet();
    }

    /** Passes on every rule that applies to such a call, with the group it is in. */
    void matching(Attribution of, Set<String> models, BiConsumer<R, String> action) {
        rules.forEach((grouping, byName) -> {
            for (String group : grouping.groups(of, models)) {
                inForce(byName, group, action);
            }
        });
    }

    /** Passes on every rule that applies to that group. */
    void matching(SpendGrouping grouping, String group, BiConsumer<R, String> action) {
        ByName<R> byName = rules.get(grouping);
        if (byName != null) {
            inForce(byName, group, action);
        }
    }

    private void inForce(ByName<R> byName, String group, BiConsumer<R, String> action) {
        List<R> own = byName.named().getOrDefault(group, List.of());
        own.forEach(rule -> action.accept(rule, group));
        for (R rule : byName.each()) {
            if (own.stream().noneMatch(mine -> kind.apply(mine).equals(kind.apply(rule)))) {
                action.accept(rule, group);
            }
        }
    }
}
