package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing that was put into the queue is lost or written twice, whatever the store and the listeners do. */
class UsageQueueTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Call CALL =
            new Call(Endpoint.CHAT, "m", "m", null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
    private static final RatedUsage USAGE = new Rater(() -> PriceList.shipped()).rate(CALL, Usage.tokens(3, 2), NOON);

    private final FaultyStore store = new FaultyStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));

    private static UsageRecord record(String id) {
        return new UsageRecord(id, NOON, CALL, Attribution.none(), USAGE);
    }

    private static List<UsageRecord> hundred() {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            records.add(record("r-" + i));
        }
        return records;
    }

    private List<String> stored() {
        return store.after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .map(UsageRecord::id)
                .toList();
    }

    @Test
    void what_comes_while_the_store_fails_is_written_in_order_once_it_works_again() {
        AtomicInteger failures = new AtomicInteger(3);
        store.onAppend(batch -> {
            if (failures.getAndDecrement() > 0) {
                throw new UsageStoreException("the disk is full, says the test");
            }
        });
        store.onCheck(() -> new StoreHealth(failures.get() <= 0, "says the test"));
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            hundred().forEach(queue::settle);
        }
        assertThat(stored()).containsExactlyElementsOf(ids(hundred()));
    }

    @Test
    void a_store_that_fails_now_and_then_although_it_seems_well_loses_nothing() {
        AtomicInteger appends = new AtomicInteger();
        store.onAppend(batch -> {
            if (appends.incrementAndGet() % 3 != 0) {
                throw new UsageStoreException("database is locked, says the test");
            }
        });
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            hundred().subList(0, 20).forEach(queue::settle);
        }
        assertThat(stored()).containsExactlyElementsOf(ids(hundred().subList(0, 20)));
    }

    @Test
    void a_record_the_store_never_takes_is_told_and_counted_and_its_neighbours_are_kept() {
        store.onAppend(batch -> {
            if (batch.settled().contains(record("r-50"))) {
                throw new RecordRefusedException("unreadable record, says the test");
            }
        });
        UsageQueue queue = new UsageQueue(store, List.of());
        List<CompletableFuture<UsageRecord>> futures =
                hundred().stream().map(queue::settle).toList();
        queue.close();
        assertThat(futures.get(50)).isCompletedExceptionally();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(stored()).hasSize(99).doesNotContain("r-50");
    }

    @Test
    void work_between_batches_finds_what_was_handed_over_before_it_and_nothing_after() {
        List<List<String>> seen = new ArrayList<>();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            for (UsageRecord record : hundred()) {
                queue.settle(record);
                queue.between(() -> seen.add(stored()));
            }
        }
        for (int i = 0; i < 100; i++) {
            assertThat(seen.get(i)).containsExactlyElementsOf(ids(hundred().subList(0, i + 1)));
        }
    }

    @Test
    void work_between_batches_that_fails_is_told_of_and_stops_nothing() {
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            CompletableFuture<Void> work = queue.between(() -> {
                throw new IllegalStateException("says the test");
            });
            queue.settle(record("r-1")).join();
            assertThat(work).isCompletedExceptionally();
        }
        assertThat(stored()).containsExactly("r-1");
    }

    @Test
    void a_store_that_cannot_even_be_checked_is_waited_for() {
        AtomicInteger failures = new AtomicInteger(2);
        store.onAppend(batch -> {
            if (failures.getAndDecrement() > 0) {
                throw new UsageStoreException("the file is gone, says the test");
            }
        });
        store.onCheck(() -> {
            throw new UsageStoreException("the file is gone, says the test");
        });
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            queue.settle(record("r")).join();
        }
        assertThat(stored()).containsExactly("r");
    }

    @Test
    void an_error_in_the_store_or_in_a_listener_does_not_end_the_writing() {
        AtomicInteger appends = new AtomicInteger();
        store.onAppend(batch -> {
            if (appends.getAndIncrement() == 0) {
                throw new OutOfMemoryError("says the test");
            }
        });
        UsageListener broken = records -> {
            throw new NoClassDefFoundError("says the test");
        };
        List<String> told = new ArrayList<>();
        UsageListener heard = records -> told.addAll(ids(records));
        try (UsageQueue queue = new UsageQueue(store, List.of(broken, heard))) {
            hundred().forEach(record -> queue.settle(record).join());
        }
        assertThat(stored()).hasSize(100);
        assertThat(told).containsExactlyElementsOf(stored());
    }

    @Test
    void every_future_comes_to_an_end_when_the_queue_closes_in_the_middle_of_its_work() throws Exception {
        for (int round = 0; round < 10; round++) {
            InMemoryUsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
            UsageQueue queue = new UsageQueue(books, List.of());
            Queue<CompletableFuture<UsageRecord>> futures = new ConcurrentLinkedQueue<>();
            CountDownLatch underWay = new CountDownLatch(30);
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                String name = round + "-" + caller + "-";
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 200; i++) {
                        futures.add(queue.settle(record(name + i)));
                        underWay.countDown();
                    }
                });
                thread.start();
                callers.add(thread);
            }
            underWay.await();
            queue.close();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(futures).hasSize(600).allMatch(CompletableFuture::isDone);
            long written = futures.stream()
                    .filter(future -> !future.isCompletedExceptionally())
                    .count();
            assertThat(books.after(0, RecordQuery.MOST)).hasSize((int) written);
            assertThat(queue.refused()).isEqualTo(600 - written);
        }
    }

    @Test
    void a_meter_that_was_closed_twice_still_tells_latecomers_so() {
        UsageMeter meter = new UsageMeter(
                new UsageQueue(store, List.of()),
                PriceList::shipped,
                InstantSource.fixed(NOON),
                BudgetGuard.none(InstantSource.fixed(NOON)),
                BatchInputs.inMemory());
        meter.close();
        meter.close();
        assertThat(meter.record("late", NOON, CALL, Attribution.none(), Usage.tokens(1, 1), NOON)
                        .onDisk())
                .isCompletedExceptionally();
    }

    private static List<String> ids(List<UsageRecord> records) {
        return records.stream().map(UsageRecord::id).toList();
    }
}
