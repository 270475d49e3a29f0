package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.record;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for sums: equal to those of the records, in every window, zone and grouping. */
interface RollupRules extends StorePlaces {

    List<Instant> CLOCK_CHANGES = List.of(
            Instant.parse("2026-03-29T01:00:00Z"), // Madrid forward
            Instant.parse("2026-04-04T15:00:00Z"), // Lord Howe back by half an hour
            Instant.parse("2026-10-03T15:30:00Z"), // Lord Howe forward by half an hour
            Instant.parse("2026-10-25T01:00:00Z"), // Madrid back
            Instant.parse("2026-10-31T23:30:00Z")); // none: the end of a month in several zones

    @Test
    default void the_sum_of_nothing_is_zero() {
        assertThat(store().rollup(RollupQuery.of(Window.always())))
                .containsExactly(new UsageRollup(Map.of(), UsageSums.ZERO));
    }

    @Test
    default void nothing_has_no_groups() {
        assertThat(store().rollup(RollupQuery.of(Window.always(), Dimension.MODEL)))
                .isEmpty();
    }

    @Test
    default void sums_equal_the_rows_in_utc() {
        sumsEqualTheRowsIn("UTC");
    }

    @Test
    default void sums_equal_the_rows_over_both_clock_changes_of_madrid() {
        sumsEqualTheRowsIn("Europe/Madrid");
    }

    @Test
    default void sums_equal_the_rows_in_a_zone_half_an_hour_off() {
        sumsEqualTheRowsIn("Asia/Kolkata");
    }

    @Test
    default void sums_equal_the_rows_where_clocks_change_by_half_an_hour() {
        sumsEqualTheRowsIn("Australia/Lord_Howe");
    }

    @Test
    default void the_same_range_gives_the_same_total_in_three_zones() {
        Seeded seeded = new Seeded(7);
        List<UsageRecord> records = records(seeded);
        Window range = new Window(Instant.parse("2026-03-29T00:20:00Z"), Instant.parse("2026-10-25T01:40:00.001Z"));

        assertThat(Stream.of("UTC", "Asia/Kolkata", "America/New_York").map(zone -> {
                    UsageStore store = storeIn(zone);
                    store.append(UsageBatch.of(records));
                    return store.rollup(RollupQuery.of(range));
                }))
                .hasSize(3)
                .containsOnly(NaiveRollup.of(records, RollupQuery.of(range), ZoneOffset.UTC));
    }

    @Test
    default void hours_days_and_months_are_those_of_the_zone() {
        UsageStore store = storeIn("Europe/Madrid");
        store.append(UsageBatch.of(List.of(
                record("summer 02:30").at("2026-10-25T00:30:00Z").build(),
                record("winter 02:30").at("2026-10-25T01:30:00Z").build(),
                record("last of the day").at("2026-10-25T22:59:59.999Z").build(),
                record("first of the next").at("2026-10-25T23:00:00Z").build(),
                record("first of November").at("2026-10-31T23:00:00Z").build())));

        assertThat(groups(store, Dimension.HOUR))
                .containsExactly(
                        "2026-10-25T00:00:00Z",
                        "2026-10-25T01:00:00Z",
                        "2026-10-25T22:00:00Z",
                        "2026-10-25T23:00:00Z",
                        "2026-10-31T23:00:00Z");
        assertThat(groups(store, Dimension.DAY)).containsExactly("2026-10-25", "2026-10-26", "2026-11-01");
        assertThat(groups(store, Dimension.MONTH)).containsExactly("2026-10", "2026-11");
        Window day = store.calendar().day(LocalDate.of(2026, 10, 25));
        assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(25));
        assertThat(store.rollup(RollupQuery.of(day)).get(0).sums().calls()).isEqualTo(3);
    }

    @Test
    default void groups_come_in_the_order_of_their_values_with_the_missing_first() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(
                record("1").project("b").model("y").build(),
                record("2").project("a").model("x").build(),
                record("3").project(null).model("z").build(),
                record("4").project("a").model(null).build(),
                record("5").project("\uD83D\uDE80").model("x").build(),
                record("6").project("\uFB01").model("x").build(),
                record("7").project("B").model("x").build())));

        assertThat(store.rollup(RollupQuery.of(Window.always(), Dimension.PROJECT, Dimension.MODEL)))
                .extracting(UsageRollup::group)
                .containsExactly(
                        Map.of(Dimension.MODEL, "z"),
                        Map.of(Dimension.PROJECT, "B", Dimension.MODEL, "x"),
                        Map.of(Dimension.PROJECT, "a"),
                        Map.of(Dimension.PROJECT, "a", Dimension.MODEL, "x"),
                        Map.of(Dimension.PROJECT, "b", Dimension.MODEL, "y"),
                        Map.of(Dimension.PROJECT, "\uFB01", Dimension.MODEL, "x"),
                        Map.of(Dimension.PROJECT, "\uD83D\uDE80", Dimension.MODEL, "x"));
    }

    @Test
    default void a_batch_may_touch_more_than_a_hundred_groups() {
        UsageStore store = store();
        List<UsageRecord> records = IntStream.rangeClosed(1, 101)
                .mapToObj(number -> record("" + number).key("key-" + number).build())
                .toList();

        store.append(UsageBatch.of(records));

        assertThat(groups(store, Dimension.KEY)).hasSize(101).isSortedAccordingTo(naturalOrder());
    }

    @Test
    default void costs_are_exact_to_twelve_decimals_and_beyond_nine_million_dollars() {
        UsageStore store = store();
        List<UsageRecord> records = new ArrayList<>();
        for (int number = 1; number <= 12; number++) {
            records.add(record("big" + number).cost("8999999.999999999999").build());
            records.add(record("small" + number).cost("0.000000000001").build());
        }
        records.add(record("one cached token").cost("0.0000000375").build());
        records.forEach(record -> store.append(UsageBatch.of(record)));

        BigDecimal expected = new BigDecimal("108000000.000000037500");
        for (Window window : List.of(
                Window.always(),
                new Window(Instant.parse("2026-11-22T10:15:00Z"), Instant.parse("2026-11-22T10:16:00Z")))) {
            assertThat(store.rollup(RollupQuery.of(window)).get(0).sums().cost())
                    .isEqualTo(expected);
        }
    }

    @Test
    default void several_questions_are_answered_in_their_order() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(
                record("1").model("x").build(),
                record("2").model("y").ended(429, Outcome.ERROR).build())));

        List<List<UsageRollup>> answers = store.rollups(List.of(
                RollupQuery.of(Window.always(), Dimension.STATUS),
                RollupQuery.of(Window.always()),
                RollupQuery.of(Window.always(), Dimension.MODEL)));

        assertThat(answers)
                .extracting(answer -> answer.stream().map(UsageRollup::group).toList())
                .containsExactly(
                        List.of(Map.of(Dimension.STATUS, "200"), Map.of(Dimension.STATUS, "429")),
                        List.of(Map.of()),
                        List.of(Map.of(Dimension.MODEL, "x"), Map.of(Dimension.MODEL, "y")));
    }

    @Test
    default void what_the_cache_saved_adds_up_exactly_also_where_it_cost_more() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(
                saving("1", "0.0375", 4_608),
                saving("2", "0.0751", 1),
                saving("3", "0.075", 100),
                record("4").build())));

        assertThat(store.rollup(RollupQuery.of(Window.always())).get(0).sums().cacheSavings())
                .isEqualByComparingTo(new BigDecimal("0.0001727999"));
    }

    private static UsageRecord saving(String id, String cachedPrice, long cached) {
        List<Charge> charges = List.of(
                new Charge("input", "m", 1, new BigDecimal("0.075"), PricingUnit.MILLION_TOKENS),
                new Charge("cached_input", "m", cached, new BigDecimal(cachedPrice), PricingUnit.MILLION_TOKENS));
        UsageRecord plain = record(id).build();
        return new UsageRecord(
                id,
                plain.startedAt(),
                plain.call(),
                plain.attribution(),
                RatedUsage.of(Usage.tokens(1 + cached, 0), PriceBasis.LIST, charges));
    }

    private void sumsEqualTheRowsIn(String zone) {
        Seeded seeded = new Seeded(zone.hashCode());
        UsageStore store = storeIn(zone);
        List<UsageRecord> records = records(seeded);
        for (int from = 0; from < records.size(); from += 40) {
            store.append(UsageBatch.of(records.subList(from, Math.min(from + 40, records.size()))));
        }
        for (int number = 0; number < 150; number++) {
            RollupQuery query = query(seeded, store.calendar());
            assertThat(store.rollup(query))
                    .as("%s", query)
                    .isEqualTo(NaiveRollup.of(records, query, store.calendar().zone()));
        }
    }

    /** Records around the changes to and from summer time, and all over two years. */
    private static List<UsageRecord> records(Seeded seeded) {
        List<UsageRecord> records = new ArrayList<>();
        for (Instant change : CLOCK_CHANGES) {
            Window around = new Window(change.minus(Duration.ofHours(5)), change.plus(Duration.ofHours(5)));
            records.addAll(RandomRecords.list(seeded, 40, change + "/", around));
        }
        Window years = new Window(Instant.parse("2025-06-01T00:00:00Z"), Instant.parse("2027-06-01T00:00:00Z"));
        records.addAll(RandomRecords.list(seeded, 120, "any/", years));
        return records;
    }

    private static RollupQuery query(Seeded seeded, UsageCalendar calendar) {
        Instant one = end(seeded, calendar);
        Instant other = end(seeded, calendar);
        Window window = seeded.onceIn(8)
                ? Window.always()
                : one.isBefore(other) ? new Window(one, other) : new Window(other, one);
        List<Dimension> by = new ArrayList<>();
        Map<Dimension, String> only = new HashMap<>();
        for (Dimension dimension : Dimension.values()) {
            if (seeded.onceIn(5) && !(dimension.isTime() && by.stream().anyMatch(Dimension::isTime))) {
                by.add(seeded.onceIn(2) ? by.size() : 0, dimension);
            }
        }
        if (seeded.onceIn(3)) {
            only.put(Dimension.MODEL, seeded.oneOf(RandomRecords.MODELS));
        }
        if (seeded.onceIn(5)) {
            only.put(Dimension.PROJECT, seeded.oneOf(RandomRecords.LABELS));
        }
        RollupQuery query = new RollupQuery(window, by, only);
        return seeded.onceIn(5) && !by.isEmpty() ? query.dearest((int) seeded.between(1, 4)) : query;
    }

    /** One end of a window: any instant, one near a clock change, or the start of an hour, day or month. */
    private static Instant end(Seeded seeded, UsageCalendar calendar) {
        Instant near = seeded.oneOf(CLOCK_CHANGES).plusMillis(seeded.between(-7_200_000, 7_200_000));
        Instant any = seeded.instant(Instant.parse("2025-05-01T00:00:00Z"), Instant.parse("2027-07-01T00:00:00Z"));
        return switch ((int) seeded.between(1, 6)) {
            case 1 -> any;
            case 2 -> near;
            case 3 -> calendar.hour(near).start();
            case 4 -> calendar.hour(any).end();
            case 5 -> calendar.day(near).start();
            default -> calendar.month(any).start();
        };
    }

    private static List<String> groups(UsageStore store, Dimension by) {
        return store.rollup(RollupQuery.of(Window.always(), by)).stream()
                .map(rollup -> rollup.group().get(by))
                .toList();
    }
}
