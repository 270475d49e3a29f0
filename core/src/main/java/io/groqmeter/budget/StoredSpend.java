package io.groqmeter.budget;

import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the store's records cost, group by group: the rollups' own sums; of tags, which rollups do not know, the rows'. */
final class StoredSpend {

    private StoredSpend() {}

    static Map<BudgetWindow, Map<String, BigDecimal>> read(UsageStore store, Collection<BudgetWindow> places) {
        Map<BudgetWindow, Map<String, BigDecimal>> sums = new HashMap<>();
        for (BudgetWindow place : places) {
            sums.put(place, read(store, place));
        }
        return sums;
    }

    private static Map<String, BigDecimal> read(UsageStore store, BudgetWindow place) {
        Map<String, BigDecimal> sums = new HashMap<>();
        if (place.grouping() instanceof SpendGrouping.BySubject by) {
            var dimension = by.subject().dimension();
            for (UsageRollup rollup : store.rollup(RollupQuery.of(place.window(), dimension))) {
                String group = rollup.group().get(dimension);
                if (group != null) {
                    sums.put(group, rollup.sums().cost());
                }
            }
        } else if (place.grouping() instanceof SpendGrouping.ByTag) {
            addRows(store, place, sums);
        } else {
            sums.put(
                    SpendGrouping.WHOLE,
                    store.rollup(RollupQuery.of(place.window())).get(0).sums().cost());
        }
        return sums;
    }

    private static void addRows(UsageStore store, BudgetWindow place, Map<String, BigDecimal> sums) {
        Window window = place.window();
        Optional<String> cursor = Optional.empty();
        do {
            RecordPage page = store.find(new RecordQuery(window, Map.of(), RecordQuery.MOST, cursor));
            for (UsageRecord record : page.records()) {
                for (String group : place.grouping().groups(record.attribution(), Set.of())) {
                    sums.merge(group, record.cost(), BigDecimal::add);
                }
            }
            cursor = page.next();
        } while (cursor.isPresent());
    }
}
