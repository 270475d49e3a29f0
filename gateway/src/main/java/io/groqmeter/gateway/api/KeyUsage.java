package io.groqmeter.gateway.api;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usage of a caller key since it was created.
 *
 * @param calls number of calls
 * @param cost US dollars
 * @param lastDay the date of the last call, in the store's zone; null without calls
 */
record KeyUsage(long calls, BigDecimal cost, @Nullable LocalDate lastDay) {

    private static final KeyUsage NONE = new KeyUsage(0, BigDecimal.ZERO, null);

    /** Keys in use have calls in these days, whose sums give the date for all keys at once; for older ones the last call is looked up. */
    private static final int DAYS = 31;

    /** The usage of every key of those names. */
    static Map<String, KeyUsage> read(UsageStore store, List<String> names, Instant now) {
        UsageCalendar calendar = store.calendar();
        Window recent = new Window(
                calendar.start(calendar.date(now).minusDays(DAYS)),
                Window.always().end());
        List<List<UsageRollup>> rollups = store.rollups(List.of(
                RollupQuery.of(Window.always(), Dimension.KEY), RollupQuery.of(recent, Dimension.KEY, Dimension.DAY)));
        Map<String, LocalDate> lastDays = lastDays(rollups.get(1));
        Map<String, KeyUsage> usage = new HashMap<>();
        names.forEach(name -> usage.put(name, NONE));
        for (UsageRollup rollup : rollups.get(0)) {
            String key = rollup.group().get(Dimension.KEY);
            if (key != null && usage.containsKey(key)) {
                LocalDate last = Optional.ofNullable(lastDays.get(key)).orElseGet(() -> lastDay(store, key));
                usage.put(key, new KeyUsage(rollup.sums().calls(), rollup.sums().cost(), last));
            }
        }
        return usage;
    }

    private static Map<String, LocalDate> lastDays(List<UsageRollup> days) {
        Map<String, LocalDate> last = new HashMap<>();
        for (UsageRollup rollup : days) {
            String key = rollup.group().get(Dimension.KEY);
            String day = rollup.group().get(Dimension.DAY);
            if (key != null && day != null) {
                last.merge(key, LocalDate.parse(day), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return last;
    }

    private static @Nullable LocalDate lastDay(UsageStore store, String key) {
        return store
                .find(new RecordQuery(Window.always(), Map.of(Dimension.KEY, key), 1, Optional.empty()))
                .records()
                .stream()
                .findFirst()
                .map(record -> store.calendar().date(record.startedAt()))
                .orElse(null);
    }
}
