package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** Rules for durability: what was appended is read back unchanged, before and after a restart. */
interface SurvivalRules extends StorePlaces {

    @Test
    default void everything_a_record_says_survives() {
        UsageStore store = store();
        UsageRecord full = Records.sayingEverything("full");
        store.append(UsageBatch.of(full));

        assertSame(store.find("full").orElseThrow(), full);
        assertSame(restarted(store).find("full").orElseThrow(), full);
    }

    @Test
    default void what_a_record_does_not_say_stays_unsaid() {
        UsageStore store = store();
        UsageRecord empty = Records.sayingNothing("empty");
        store.append(UsageBatch.of(empty));

        assertThat(store.find("empty")).contains(empty);
        assertThat(restarted(store).find("empty")).contains(empty);
    }

    @Test
    default void zero_is_not_unknown() {
        UsageStore store = store();
        Usage zeros = Usage.builder(UsageBasis.MEASURED)
                .inputTokens(0)
                .cacheReadInputTokens(0)
                .outputTokens(0)
                .reasoningOutputTokens(0)
                .audio(Duration.ZERO)
                .characters(0)
                .build();
        UsageRecord zero = record("zero").usage(zeros).cost("0").standingFor(0).build();
        UsageRecord unknown = record("unknown")
                .usage(Usage.builder(UsageBasis.MEASURED).build())
                .build();
        store.append(UsageBatch.of(List.of(zero, unknown)));

        store = restarted(store);

        assertThat(store.find("zero")).contains(zero);
        assertThat(store.find("unknown")).contains(unknown);
    }

    @Test
    default void random_records_survive() {
        Window year = new Window(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2030-01-01T00:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(new Seeded(42), 300, "gm-", year);
        UsageStore store = store();
        store.append(UsageBatch.of(records));

        store = restarted(store);

        for (UsageRecord record : records) {
            assertSame(store.find(record.id()).orElseThrow(), record);
        }
        assertThat(store.after(0, 1_000))
                .extracting(each -> each.record().id())
                .containsExactlyElementsOf(records.stream().map(UsageRecord::id).toList());
    }

    @Test
    default void hostile_labels_are_only_labels() {
        UsageStore store = store();
        List<String> labels = List.of(
                "it's",
                "\"double\"",
                "'; DROP TABLE usage; --",
                "back\\slash",
                "a\nb\r\tc",
                "{\"json\": [",
                "100%_",
                "\u0001\u001f\u007f",
                "\uD83D\uDE80\uD83D\uDC68\u200D\uD83D\uDC69",
                "قلم 去 ñ e\u0301",
                "a\u2028b\u2029c",
                "<script>",
                "${x}",
                "\uD83D\uDE80".repeat(64),
                "z".repeat(128));
        for (String label : labels) {
            UsageRecord record = record(label)
                    .key(label)
                    .project(label)
                    .user(label)
                    .model(label)
                    .requestId(label)
                    .build();
            UsageRecord tagged = new UsageRecord(
                    record.id(),
                    record.startedAt(),
                    record.call(),
                    new Attribution(label, label, label, Map.of(label, label)),
                    record.rated(),
                    label,
                    1);
            store.append(UsageBatch.of(tagged));
            assertThat(store.find(label)).contains(tagged);
            assertThat(store.rollup(new RollupQuery(
                            Window.always(),
                            List.of(Dimension.USER),
                            Map.of(Dimension.PROJECT, label, Dimension.MODEL, label))))
                    .extracting(UsageRollup::group)
                    .containsExactly(Map.of(Dimension.USER, label));
        }

        store = restarted(store);

        for (String label : labels) {
            assertThat(store.find(label))
                    .get()
                    .extracting(found -> found.attribution().tags())
                    .isEqualTo(Map.of(label, label));
        }
    }

    @Test
    default void a_restart_changes_no_number() {
        Window year = new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        UsageStore store = store();
        for (int batch = 0; batch < 5; batch++) {
            store.append(UsageBatch.of(RandomRecords.list(new Seeded(batch), 20, batch + "/", year)));
        }
        List<RollupQuery> queries = List.of(
                RollupQuery.of(Window.always()),
                RollupQuery.of(year, Dimension.DAY, Dimension.MODEL),
                RollupQuery.of(new Window(Instant.parse("2026-03-03T03:33:33Z"), year.end()), Dimension.KEY));
        var before = queries.stream().map(store::rollup).toList();
        var page = store.find(RecordQuery.latest(30));
        var order = store.after(0, 1_000);

        UsageStore again = restarted(store);

        assertThat(queries.stream().map(again::rollup).toList()).isEqualTo(before);
        assertThat(again.find(RecordQuery.latest(30)).records())
                .extracting(UsageRecord::id)
                .isEqualTo(page.records().stream().map(UsageRecord::id).toList());
        assertThat(again.after(0, 1_000))
                .extracting(UsageStore.Positioned::position)
                .isEqualTo(order.stream().map(UsageStore.Positioned::position).toList());
        assertThat(again.append(UsageBatch.of(RandomRecords.list(new Seeded(0), 20, "0/", year))))
                .isZero();
        assertThat(queries.stream().map(again::rollup).toList()).isEqualTo(before);
    }

    /** Asserts equality in every field; amounts by value, so a unit price of 5.00 may come back as 5. */
    private static void assertSame(UsageRecord found, UsageRecord expected) {
        assertThat(found)
                .usingRecursiveComparison(RecursiveComparisonConfiguration.builder()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .build())
                .isEqualTo(expected);
    }
}
