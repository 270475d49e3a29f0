package io.groqmeter.gateway.api;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller key was used for, since it was made.
 *
 * @param calls how many calls
 * @param cost US dollars
 * @param lastDay the date of the last call, in the store's zone; null when there is none
 */
record KeyUse(long calls, BigDecimal cost, @Nullable String lastDay) {

    static final KeyUse NONE = new KeyUse(0, BigDecimal.ZERO, null);

    /** That of every key with calls, by name; all of one moment. */
    static Map<String, KeyUse> read(UsageStore store) {
        List<List<UsageRollup>> found = store.rollups(List.of(
                RollupQuery.of(Window.always(), Dimension.KEY, Dimension.DAY),
                RollupQuery.of(Window.always(), Dimension.KEY)));
        Map<String, String> lastDays = new HashMap<>();
        for (UsageRollup rollup : found.get(0)) {
            String key = rollup.group().get(Dimension.KEY);
            String day = rollup.group().get(Dimension.DAY);
            if (key != null && day != null) {
                lastDays.merge(key, day, (one, other) -> one.compareTo(other) > 0 ? one : other);
            }
        }
        Map<String, KeyUse> uses = new HashMap<>();
        for (UsageRollup rollup : found.get(1)) {
            String key = rollup.group().get(Dimension.KEY);
            if (key != null) {
                uses.put(key, new KeyUse(rollup.sums().calls(), rollup.sums().cost(), lastDays.get(key)));
            }
        }
        return uses;
    }
}
