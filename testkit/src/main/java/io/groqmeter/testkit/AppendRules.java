package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Rules for appending: each id once, each batch as a whole. */
interface AppendRules extends StorePlaces {

    @Test
    default void what_was_appended_is_found() {
        UsageStore store = store();
        UsageRecord one = record("one").build();
        UsageRecord two = record("two").project("web").build();

        assertThat(store.append(UsageBatch.of(List.of(one, two)))).isEqualTo(2);

        assertThat(store.find("one")).contains(one);
        assertThat(store.find("two")).contains(two);
        assertThat(store.find("three")).isEmpty();
        assertThat(store.find(RecordQuery.latest(10)).records()).containsExactly(two, one);
    }

    @Test
    default void an_empty_batch_changes_nothing() {
        UsageStore store = store();

        assertThat(store.append(UsageBatch.of(List.of()))).isZero();

        assertThat(store.find(RecordQuery.latest(10)).records()).isEmpty();
    }

    @Test
    default void the_same_id_again_changes_nothing() {
        UsageStore store = store();
        UsageRecord first = record("one").cost("0.1").build();
        store.append(UsageBatch.of(first));

        assertThat(store.append(UsageBatch.of(first))).isZero();
        assertThat(store.append(UsageBatch.of(record("one")
                        .at("2027-01-01T00:00:00Z")
                        .model("another")
                        .cost("0.2")
                        .build())))
                .isZero();

        assertThat(store.find("one")).contains(first);
        assertThat(total(store)).isEqualTo(UsageSums.of(first));
        assertThat(store.after(0, 10)).hasSize(1);
    }

    @Test
    default void of_the_same_id_twice_in_a_batch_the_first_counts() {
        UsageStore store = store();
        UsageRecord first = record("one").cost("0.1").build();
        UsageRecord second = record("one").cost("0.2").build();
        UsageRecord other = record("two").cost("0.4").build();

        assertThat(store.append(UsageBatch.of(List.of(first, other, second, first))))
                .isEqualTo(2);

        assertThat(store.find("one")).contains(first);
        assertThat(total(store)).isEqualTo(UsageSums.of(first).plus(UsageSums.of(other)));
    }

    @Test
    default void a_batch_of_known_and_new_records_adds_the_new_ones_only() {
        UsageStore store = store();
        store.append(UsageBatch.of(List.of(record("a").build(), record("b").build())));

        assertThat(store.append(UsageBatch.of(List.of(
                        record("b").build(), record("c").build(), record("a").build()))))
                .isEqualTo(1);

        assertThat(total(store).calls()).isEqualTo(3);
        assertThat(store.after(0, 10)).extracting(each -> each.record().id()).containsExactly("a", "b", "c");
    }

    @Test
    default void readers_see_whole_batches_while_they_are_appended() throws Exception {
        UsageStore store = store();
        int batches = 60;
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(2);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Future<?> sums = readers.submit(() -> {
                reading.countDown();
                while (!done.get()) {
                    assertThat(total(store).calls() % 10).isZero();
                }
            });
            Future<?> rows = readers.submit(() -> {
                reading.countDown();
                while (!done.get()) {
                    assertThat(store.find(RecordQuery.latest(10_000)).records().size() % 10)
                            .isZero();
                    assertThat(store.after(0, 10_000).size() % 10).isZero();
                }
            });
            assertThat(reading.await(1, TimeUnit.MINUTES)).isTrue();
            try {
                for (int batch = 0; batch < batches; batch++) {
                    store.append(UsageBatch.of(tenRecords(batch)));
                }
            } finally {
                done.set(true);
            }
            sums.get(1, TimeUnit.MINUTES);
            rows.get(1, TimeUnit.MINUTES);
        } finally {
            readers.shutdownNow();
        }
        assertThat(total(store).calls()).isEqualTo(10L * batches);
    }

    @Test
    default void a_store_that_works_says_so() {
        UsageStore store = store();

        assertThat(store.check().ok()).isTrue();

        assertThat(store.find(RecordQuery.latest(1)).records()).isEmpty();
        assertThat(store.openCalls()).isEmpty();
    }

    private static List<UsageRecord> tenRecords(int batch) {
        List<UsageRecord> records = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            records.add(record(batch + "/" + number)
                    .at("2026-11-22T1" + number + ":00:00Z")
                    .model("model-" + number)
                    .build());
        }
        return records;
    }

    private static UsageSums total(UsageStore store) {
        return store.rollup(RollupQuery.of(Window.always())).get(0).sums();
    }
}
