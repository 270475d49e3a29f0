package io.groqmeter.budget;

import io.groqmeter.budget.BudgetWindow.Line;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The money budgets decide by: at every place that was loaded, what each group has spent and what its open calls have reserved.
 *
 * <p>It holds a call's worst case from {@link #open} to {@link #settle}, at places that are loaded meanwhile too. Not thread-safe.
 */
final class Ledger {

    private final Supplier<PriceList> prices;
    private final Map<String, OpenCall> open = new HashMap<>();
    private Map<BudgetWindow, Map<String, SpendTotal>> places = Map.of();

    /** @param prices tell which names a model goes by */
    Ledger(Supplier<PriceList> prices) {
        this.prices = prices;
    }

    /** The names under which an open call's model may be billed. */
    Set<String> models(OpenCall call) {
        return names(call.requestModel());
    }

    /** That name and the listed model's it stands for or spells, at most two: a budget of either is meant. */
    Set<String> names(@Nullable String model) {
        if (model == null) {
            return Set.of();
        }
        String listed = prices.get().listedAs(model).orElse(model);
        return listed.equals(model) ? Set.of(model) : Set.of(model, listed);
    }

    boolean knows(BudgetWindow place) {
        return places.containsKey(place);
    }

    /** How a group stands; null when the place is not loaded. */
    @Nullable
    SpendTotal tally(Line line) {
        Map<String, SpendTotal> groups = places.get(line.place());
        return groups == null ? null : groups.getOrDefault(line.group(), SpendTotal.ZERO);
    }

    /** The groups with money at a place. */
    Map<String, SpendTotal> groups(BudgetWindow place) {
        return places.getOrDefault(place, Map.of());
    }

    /** Reserves a call's worst case, in place of what was reserved for it before. */
    void open(OpenCall call) {
        close(call.id());
        open.put(call.id(), call);
        hold(call, call.worstCaseCost().orElse(BigDecimal.ZERO));
    }

    /** Releases what is reserved for a call; null when nothing is. */
    @Nullable
    OpenCall close(String id) {
        OpenCall call = open.remove(id);
        if (call != null) {
            hold(call, call.worstCaseCost().orElse(BigDecimal.ZERO).negate());
        }
        return call;
    }

    private void hold(OpenCall call, BigDecimal amount) {
        if (amount.signum() != 0 && !places.isEmpty()) {
            UnaryOperator<SpendTotal> plus =
                    before -> call.unsettled() == null ? before.plusReserved(amount) : before.plusUnsettled(amount);
            Set<String> models = models(call);
            places.forEach((place, groups) -> {
                if (place.window().contains(call.startedAt())) {
                    place.grouping().groups(call.attribution(), models).forEach(group -> change(groups, group, plus));
                }
            });
        }
    }

    private static void change(Map<String, SpendTotal> groups, String group, UnaryOperator<SpendTotal> plus) {
        groups.put(group, plus.apply(groups.getOrDefault(group, SpendTotal.ZERO)));
    }

    /** Puts what a call cost in the place of what was reserved for it. */
    void settle(UsageRecord record) {
        close(record.id());
        spend(record);
    }

    private void spend(UsageRecord record) {
        if (record.cost().signum() != 0) {
            Set<String> models = names(record.call().model());
            places.forEach((place, groups) -> {
                if (place.window().contains(record.startedAt())) {
                    for (String group : place.grouping().groups(record.attribution(), models)) {
                        change(groups, group, before -> before.plusSpent(record.cost()));
                    }
                }
            });
        }
    }

    boolean holds(String id) {
        return open.containsKey(id);
    }

    /** Holds the unsettled calls that the store has and this does not. */
    void openMissing(Collection<OpenCall> unsettled) {
        unsettled.stream().filter(call -> !holds(call.id())).forEach(this::open);
    }

    /** Calls whose worst case is held because nobody will settle them. */
    Set<String> unsettled() {
        Set<String> ids = new HashSet<>();
        open.forEach((id, call) -> {
            if (call.unsettled() != null) {
                ids.add(id);
            }
        });
        return ids;
    }

    /**
     * Takes over what the store says, and forgets all other places, and with them the unsettled calls that are in none of these.
     *
     * @param sums what records cost, per place and group
     * @param since the records that settled after those sums
     * @param resolved the calls that are among those sums, although they are held here as open
     */
    void replace(
            Map<BudgetWindow, Map<String, BigDecimal>> sums, List<UsageRecord> since, Collection<String> resolved) {
        Map<BudgetWindow, Map<String, SpendTotal>> fresh = new HashMap<>();
        sums.forEach((place, groups) -> {
            Map<String, SpendTotal> tallies = new HashMap<>();
            boolean models = place.grouping() instanceof SpendGrouping.BySubject by && by.subject() == Subject.MODEL;
            groups.forEach((group, cost) -> (models ? names(group) : Set.of(group))
                    .forEach(name -> change(tallies, name, before -> before.plusSpent(cost))));
            fresh.put(place, tallies);
        });
        places = fresh;
        resolved.forEach(open::remove);
        since.forEach(this::spend);
        open.values()
                .removeIf(call -> call.unsettled() != null
                        && fresh.keySet().stream()
                                .noneMatch(place -> place.window().contains(call.startedAt())));
        open.values().forEach(call -> hold(call, call.worstCaseCost().orElse(BigDecimal.ZERO)));
    }
}
