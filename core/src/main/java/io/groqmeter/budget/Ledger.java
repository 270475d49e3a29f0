package io.groqmeter.budget;

import io.groqmeter.store.OpenCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The money budgets decide by: for each loaded window, what each group has spent and what its open calls have reserved.
 *
 * <p>It holds a call's worst case from {@link #open} to {@link #settle}, also in windows loaded in between. Not thread-safe.
 */
final class Ledger {

    private final Map<String, Reservation> open = new HashMap<>();
    private Map<BudgetWindow, Map<String, SpendTotal>> windows = Map.of();

    /** The calls that settled since a refresh began; null while none is running. */
    private @Nullable List<Spend> settledSince;

    /** Whether a window is loaded. */
    boolean knows(BudgetWindow window) {
        return windows.containsKey(window);
    }

    /** What a group has spent and reserved; null when its window is not loaded. */
    @Nullable
    SpendTotal total(SpendKey key) {
        Map<String, SpendTotal> groups = windows.get(key.window());
        return groups == null ? null : groups.getOrDefault(key.group(), SpendTotal.ZERO);
    }

    /** The groups with money in a window. */
    Map<String, SpendTotal> groups(BudgetWindow window) {
        return windows.getOrDefault(window, Map.of());
    }

    /** Reserves a call's worst case; it replaces an earlier reservation of the same call. */
    void open(Reservation reservation) {
        close(reservation.id());
        open.put(reservation.id(), reservation);
        hold(reservation, reservation.amount());
    }

    /** Releases a call's reservation; null when there is none. */
    @Nullable
    Reservation close(String id) {
        Reservation closed = open.remove(id);
        if (closed != null) {
            hold(closed, closed.amount().negate());
        }
        return closed;
    }

    private void hold(Reservation reservation, BigDecimal amount) {
        if (amount.signum() == 0) {
            return;
        }
        OpenCall call = reservation.call();
        UnaryOperator<SpendTotal> plus =
                total -> reservation.unsettled() ? total.plusUnsettled(amount) : total.plusReserved(amount);
        windows.forEach((window, groups) -> {
            if (window.time().contains(call.startedAt())) {
                window.grouping()
                        .groups(call.attribution(), reservation.models())
                        .forEach(group -> change(groups, group, plus));
            }
        });
    }

    private static void change(Map<String, SpendTotal> groups, String group, UnaryOperator<SpendTotal> plus) {
        groups.put(group, plus.apply(groups.getOrDefault(group, SpendTotal.ZERO)));
    }

    /** Replaces a call's reservation by its cost. */
    void settle(Spend spend) {
        close(spend.record().id());
        add(spend);
        if (settledSince != null) {
            settledSince.add(spend);
        }
    }

    private void add(Spend spend) {
        BigDecimal cost = spend.record().cost();
        if (cost.signum() == 0) {
            return;
        }
        windows.forEach((window, groups) -> {
            if (window.time().contains(spend.record().startedAt())) {
                for (String group : window.grouping().groups(spend.record().attribution(), spend.models())) {
                    change(groups, group, before -> before.plusSpent(cost));
                }
            }
        });
    }

    /** Whether a call has a reservation. */
    boolean holds(String id) {
        return open.containsKey(id);
    }

    /** The calls whose worst case is held because nobody will settle them. */
    Set<String> unsettled() {
        Set<String> ids = new HashSet<>();
        open.values().stream().filter(Reservation::unsettled).forEach(held -> ids.add(held.id()));
        return ids;
    }

    boolean refreshing() {
        return settledSince != null;
    }

    /** Starts to note what settles, until the sums of everything that settled before {@linkplain #replace arrive}. */
    void beginRefresh() {
        settledSince = new ArrayList<>();
    }

    /** The sums will not arrive. */
    void cancelRefresh() {
        settledSince = null;
    }

    /**
     * Replaces all windows by the store's sums plus what settled since the refresh began. Drops the unsettled calls that are in none
     * of these windows.
     *
     * @param sums what records cost, per window and group
     * @param unsettled the store's unsettled calls; those not held yet are held from now on
     * @param resolved the calls that are part of the sums although they are held here
     */
    void replace(
            Map<BudgetWindow, Map<String, BigDecimal>> sums,
            Collection<Reservation> unsettled,
            Collection<String> resolved) {
        List<Spend> since = settledSince == null ? List.of() : settledSince;
        settledSince = null;
        Set<String> settled = since.stream().map(spend -> spend.record().id()).collect(Collectors.toSet());
        unsettled.stream()
                .filter(call -> !settled.contains(call.id()))
                .forEach(call -> open.putIfAbsent(call.id(), call));
        resolved.forEach(open::remove);
        windows = totals(sums);
        since.forEach(this::add);
        open.values().removeIf(held -> held.unsettled() && outside(held));
        open.values().forEach(held -> hold(held, held.amount()));
    }

    private static Map<BudgetWindow, Map<String, SpendTotal>> totals(Map<BudgetWindow, Map<String, BigDecimal>> sums) {
        Map<BudgetWindow, Map<String, SpendTotal>> totals = new HashMap<>();
        sums.forEach((window, groups) -> {
            Map<String, SpendTotal> spent = new HashMap<>();
            groups.forEach((group, cost) -> spent.put(group, SpendTotal.ZERO.plusSpent(cost)));
            totals.put(window, spent);
        });
        return totals;
    }

    private boolean outside(Reservation held) {
        return windows.keySet().stream()
                .noneMatch(window -> window.time().contains(held.call().startedAt()));
    }
}
