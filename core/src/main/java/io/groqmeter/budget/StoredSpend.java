package io.groqmeter.budget;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cost of the store's records by group: from its rollups, or, for tags, which rollups do not have, from the records themselves.
 */
final class StoredSpend {

    private final UsageStore store;
    private final ModelNames names;

    StoredSpend(UsageStore store, ModelNames names) {
        this.store = store;
        this.names = names;
    }

    Map<BudgetWindow, Map<String, BigDecimal>> read(Collection<BudgetWindow> windows) {
        Map<BudgetWindow, Map<String, BigDecimal>> sums = new HashMap<>();
        for (BudgetWindow window : windows) {
            sums.put(window, read(window));
        }
        return sums;
    }

    private Map<String, BigDecimal> read(BudgetWindow window) {
        if (window.grouping() instanceof SpendGrouping.BySubject by) {
            return bySubject(window, by.subject());
        }
        if (window.grouping() instanceof SpendGrouping.ByTag) {
            return byTag(window);
        }
        UsageRollup all = store.rollup(RollupQuery.of(window.time())).get(0);
        return Map.of(SpendGrouping.WHOLE, all.sums().cost());
    }

    private Map<String, BigDecimal> bySubject(BudgetWindow window, Subject subject) {
        Map<String, BigDecimal> sums = new HashMap<>();
        Dimension dimension = subject.dimension();
        for (UsageRollup rollup : store.rollup(RollupQuery.of(window.time(), dimension))) {
            String group = rollup.group().get(dimension);
            if (group != null) {
                Set<String> groups = subject == Subject.MODEL ? names.of(group) : Set.of(group);
                groups.forEach(name -> sums.merge(name, rollup.sums().cost(), BigDecimal::add));
            }
        }
        return sums;
    }

    private Map<String, BigDecimal> byTag(BudgetWindow window) {
        Map<String, BigDecimal> sums = new HashMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            RecordPage page = store.find(new RecordQuery(window.time(), Map.of(), RecordQuery.MOST, cursor));
            for (UsageRecord record : page.records()) {
                for (String group : window.grouping().groups(record.attribution(), Set.of())) {
                    sums.merge(group, record.cost(), BigDecimal::add);
                }
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return sums;
    }
}
