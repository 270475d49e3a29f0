package io.groqmeter.testkit;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.CallTime;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A slow and obvious way to add up records, which shares no code with any store: the reference for rollups. */
final class NaiveRollup {

    private NaiveRollup() {}

    static List<UsageRollup> of(List<UsageRecord> records, RollupQuery query, ZoneId zone) {
        Map<Map<Dimension, String>, UsageSums> groups = new HashMap<>();
        if (query.by().isEmpty()) {
            groups.put(Map.of(), UsageSums.ZERO);
        }
        for (UsageRecord record : records) {
            if (wanted(record, query, zone)) {
                groups.merge(group(record, query, zone), UsageSums.of(record), UsageSums::plus);
            }
        }
        return groups.entrySet().stream()
                .map(group -> new UsageRollup(group.getKey(), group.getValue()))
                .filter(group -> query.most().isEmpty()
                        || rank(records, group, query, zone) < query.most().getAsInt())
                .sorted(order(query.by()))
                .toList();
    }

    /** How many combinations of labels rank before a group's, by cost. */
    private static long rank(List<UsageRecord> records, UsageRollup group, RollupQuery query, ZoneId zone) {
        List<Dimension> labels = query.by().stream().filter(by -> !by.isTime()).toList();
        List<UsageRollup> totals = of(records, new RollupQuery(query.window(), labels, query.only()), zone);
        UsageRollup total = totals.stream()
                .filter(each ->
                        group.group().entrySet().containsAll(each.group().entrySet())
                                && labels.stream()
                                        .allMatch(label -> each.group().containsKey(label)
                                                == group.group().containsKey(label)))
                .findFirst()
                .orElseThrow();
        return totals.stream().filter(each -> before(each, total, labels)).count();
    }

    private static boolean before(UsageRollup one, UsageRollup other, List<Dimension> labels) {
        int cost = one.sums().cost().compareTo(other.sums().cost());
        int calls = Long.compare(one.sums().calls(), other.sums().calls());
        return cost > 0
                || cost == 0 && calls > 0
                || cost == 0 && calls == 0 && order(labels).compare(one, other) < 0;
    }

    private static boolean wanted(UsageRecord record, RollupQuery query, ZoneId zone) {
        return query.window().contains(record.startedAt())
                && query.only().entrySet().stream()
                        .allMatch(only -> only.getValue().equals(value(record, only.getKey(), zone)));
    }

    private static Map<Dimension, String> group(UsageRecord record, RollupQuery query, ZoneId zone) {
        Map<Dimension, String> group = new EnumMap<>(Dimension.class);
        query.by().forEach(dimension -> Optional.ofNullable(value(record, dimension, zone))
                .ifPresent(value -> group.put(dimension, value)));
        return group;
    }

    /** One latency of the answered calls, where known, sorted; per group. */
    static Map<Map<Dimension, String>, List<Duration>> times(
            List<UsageRecord> records, RollupQuery query, CallTime time, ZoneId zone) {
        Map<Map<Dimension, String>, List<Duration>> groups = new HashMap<>();
        for (UsageRecord record : records) {
            if (wanted(record, query, zone) && record.call().answered() && record.calls() == 1) {
                time.of(record.call().timings()).ifPresent(duration -> groups.computeIfAbsent(
                                group(record, query, zone), none -> new ArrayList<>())
                        .add(duration));
            }
        }
        groups.values().forEach(Collections::sort);
        return groups;
    }

    private static Comparator<UsageRollup> order(List<Dimension> by) {
        Comparator<UsageRollup> order = (one, other) -> 0;
        for (Dimension dimension : by) {
            order = order.thenComparing(
                    rollup -> rollup.group().get(dimension),
                    Comparator.nullsFirst(Comparator.comparing(
                            (String value) -> value.codePoints().toArray(), Arrays::compare)));
        }
        return order;
    }

    private static @Nullable String value(UsageRecord record, Dimension dimension, ZoneId zone) {
        return switch (dimension) {
            case MODEL -> record.call().model();
            case KEY -> record.attribution().key();
            case PROJECT -> record.attribution().project();
            case USER -> record.attribution().user();
            case ENDPOINT -> record.call().endpoint().label();
            case USAGE_BASIS -> record.usage().basis().label();
            case PRICE_BASIS -> record.rated().basis().label();
            case STATUS -> String.valueOf(record.call().status());
            case HOUR -> hour(record, zone);
            case DAY -> record.startedAt().atZone(zone).toLocalDate().toString();
            case MONTH ->
                record.startedAt().atZone(zone).toLocalDate().toString().substring(0, 7);
        };
    }

    /**
     * The start of an hour: goes back minute by minute while the clock shows the same hour at the same UTC offset.
     */
    private static String hour(UsageRecord record, ZoneId zone) {
        ZonedDateTime start = record.startedAt().atZone(zone).truncatedTo(ChronoUnit.MINUTES);
        while (true) {
            ZonedDateTime before = start.minusMinutes(1);
            if (before.getHour() != start.getHour() || !before.getOffset().equals(start.getOffset())) {
                return start.toInstant().toString();
            }
            start = before;
        }
    }
}
