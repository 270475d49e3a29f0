package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalingUsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record that a journal keeps is safe at once, follows into the store, and is in every answer from then on. */
class KeptRecordsTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Call CALL = Call.chat("m");
    private static final RatedUsage USAGE = new Rater(PriceList::shipped).rate(CALL, Usage.tokens(3, 2), NOON);

    private final Path folder;
    private final FaultyStore behind = new FaultyStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));

    KeptRecordsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private JournalingUsageStore journaling() {
        return JournalingUsageStore.before(behind, folder, Durability.PROCESS);
    }

    private static UsageRecord record(String id) {
        return new UsageRecord(id, NOON, CALL, Attribution.none(), USAGE);
    }

    private static OpenCall call(String id) {
        return new OpenCall(id, NOON, Endpoint.CHAT, "m", Attribution.none(), Optional.empty(), null);
    }

    private List<String> stored() {
        return behind.after(0, RecordQuery.MOST).stream()
                .map(positioned -> positioned.record().id())
                .toList();
    }

    /** Until the latch is open, batches do not come back. */
    private CountDownLatch stalled() {
        CountDownLatch goOn = new CountDownLatch(1);
        behind.onAppend(batch -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return goOn;
    }

    @Test
    void calls_open_and_settle_at_once_while_the_store_takes_no_batch() {
        UsageStore store = journaling();
        CountDownLatch goOn = stalled();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            assertThat(queue.open(call("one"))).isCompleted();
            assertThat(queue.open(call("two"))).isCompleted();

            assertThat(queue.settle(record("one"))).isCompletedWithValue(record("one"));

            assertThat(store.openCalls()).containsExactly(call("two"));
            assertThat(stored()).isEmpty();
            assertThat(JournalingUsageStore.unwritten(behind, folder, JournalOwner.anybody()))
                    .containsExactly(record("one"));
            goOn.countDown();
        }
        assertThat(stored()).containsExactly("one");
    }

    @Test
    void a_record_with_a_rest_is_never_kept_without_it() {
        UsageStore store = journaling();
        CountDownLatch goOn = stalled();
        OpenCall rest = call("one-rest").unsettledBecause("its usage is an estimate");
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            queue.open(call("one"));

            assertThat(queue.settle(record("one"), Optional.of(rest))).isNotDone();

            assertThat(JournalingUsageStore.beside(behind, folder, JournalOwner.anybody())
                            .openCalls())
                    .as("what a kill would leave")
                    .containsExactly(call("one"));
            assertThat(JournalingUsageStore.settled(folder, JournalOwner.anybody()))
                    .isEmpty();
            goOn.countDown();
        }
        assertThat(stored()).containsExactly("one");
        assertThat(behind.openCalls()).containsExactly(rest);
    }

    @Test
    void every_answer_has_each_record_that_had_settled_when_it_was_asked_for() {
        UsageStore store = journaling();
        try (UsageQueue queue = new UsageQueue(store, List.of())) {
            UsageStore books = new ReadYourWritesStore(store, queue);
            for (int n = 1; n <= 200; n += 5) {
                queue.settle(record("a" + n));
                assertThat(books.find("a" + n)).isPresent();
                queue.settle(record("b" + n));
                assertThat(books.rollup(RollupQuery.of(Window.always()))
                                .get(0)
                                .sums()
                                .calls())
                        .isEqualTo(n + 1);
                queue.settle(record("c" + n));
                assertThat(books.after(0, 1_000)).hasSize(n + 2);
                queue.settle(record("d" + n));
                assertThat(books.find(RecordQuery.latest(1_000)).records()).hasSize(n + 3);
                queue.settle(record("e" + n)).join();
            }
        }
    }

    @Test
    void listeners_hear_of_it_when_the_store_has_it_and_may_ask_the_books_then() throws Exception {
        UsageStore store = journaling();
        CompletableFuture<UsageStore> books = new CompletableFuture<>();
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        UsageListener listener =
                records -> found.complete(books.join().find(records.get(0).id()).isPresent());
        try (UsageQueue queue = new UsageQueue(store, List.of(listener))) {
            books.complete(new ReadYourWritesStore(store, queue));
            queue.settle(record("one"));
            assertThat(found.get()).isTrue();
        }
    }

    @Test
    void work_between_batches_finds_what_settled_before_it_and_nothing_after() {
        List<List<String>> seen = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        try (UsageQueue queue = new UsageQueue(journaling(), List.of())) {
            for (int n = 0; n < 100; n++) {
                queue.settle(record("r-" + n));
                settled.add("r-" + n);
                queue.between(() -> seen.add(stored()));
                expected.add(List.copyOf(settled));
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void a_record_too_long_for_the_journal_is_waited_for() {
        UsageRecord wordy = new UsageRecord("one", NOON, CALL, Attribution.none(), USAGE, "x".repeat(2_000), 1);
        CountDownLatch goOn = stalled();
        try (UsageQueue queue = new UsageQueue(journaling(), List.of())) {
            CompletableFuture<UsageRecord> settled = queue.settle(wordy);

            assertThat(settled).isNotDone();
            goOn.countDown();
            assertThat(settled.join()).isEqualTo(wordy);
        }
    }

    @Test
    void when_the_store_is_far_behind_calls_wait_for_it() {
        CountDownLatch goOn = stalled();
        UsageQueue queue = new UsageQueue(journaling(), List.of());
        int kept = 0;
        CompletableFuture<UsageRecord> last = queue.settle(record("r"));
        while (last.isDone()) {
            last = queue.settle(record("r-" + kept++));
        }

        assertThat(kept).isBetween(1_000, 10_000);
        goOn.countDown();
        last.join();
        queue.close();
        assertThat(stored()).hasSize(kept + 1);
    }

    @Test
    void while_the_store_takes_nothing_readers_do_not_wait_and_are_told_what_is_missing() throws Exception {
        Semaphore tried = new Semaphore(0);
        behind.onAppend(batch -> {
            throw new UsageStoreException("the disk is full, says the test");
        });
        behind.onCheck(() -> {
            tried.release();
            return new StoreHealth(false, "says the test");
        });
        UsageStore store = journaling();
        UsageQueue queue = new UsageQueue(store, List.of());
        UsageStore books = new ReadYourWritesStore(store, queue);
        assertThat(queue.settle(record("one"))).isCompleted();
        tried.acquire(2); // the second time, the first one has been told

        assertThat(books.find(RecordQuery.latest(10)).records()).isEmpty();
        assertThat(books.find("one")).isPresent();
        assertThat(books.spooled()).isEqualTo(1);
        assertThat(queue.backlog()).as("readers leave nothing in the queue").isEqualTo(1);

        behind.onAppend(batch -> {});
        behind.onCheck(() -> new StoreHealth(true, "says the test"));
        queue.close();
        assertThat(books.find(RecordQuery.latest(10)).records()).hasSize(1);
        assertThat(books.spooled()).isZero();
    }

    @Test
    void one_the_store_refuses_for_good_is_counted_holds_up_no_reader_and_is_put_aside_at_the_next_start()
            throws Exception {
        behind.onAppend(batch -> {
            if (batch.settled().contains(record("bad"))) {
                throw new UsageStoreException("this record cannot be kept, says the test");
            }
        });
        UsageStore store = journaling();
        UsageQueue queue = new UsageQueue(store, List.of());
        queue.settle(record("bad"));
        queue.settle(record("good"));
        queue.close();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(queue.following()).isZero();
        assertThat(stored()).containsExactly("good");
        store.close();

        journaling();

        assertThat(Files.readString(folder.resolve("calls.refused"))).contains("\"bad\"");
        assertThat(JournalingUsageStore.unwritten(behind, folder, JournalOwner.anybody()))
                .isEmpty();
    }

    @Test
    void a_record_that_comes_while_its_call_moves_to_the_store_stays_until_the_store_has_it() {
        UsageStore store = journaling();
        store.tryOpen(call("one"));
        behind.onAppend(batch -> assertThat(store.trySettle(record("one"))).isTrue());

        store.append(new UsageBatch(List.of(call("one").unsettledBecause("its program fell silent")), List.of()));
        store.tryOpen(call("two")); // takes the slot freed last, if one was

        assertThat(JournalingUsageStore.unwritten(behind, folder, JournalOwner.anybody()))
                .containsExactly(record("one"));
    }

    @Test
    void when_all_is_written_and_closed_no_file_stays() {
        UsageStore store = journaling();
        UsageQueue queue = new UsageQueue(store, List.of());
        queue.open(call("one"));
        queue.settle(record("one"));
        queue.close();
        store.close();

        assertThat(folder).isEmptyDirectory();
        assertThat(stored()).containsExactly("one");
    }
}
