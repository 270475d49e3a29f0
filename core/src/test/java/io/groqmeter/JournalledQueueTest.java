package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RecordRefusedException;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalSnapshot;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call is safe when the journal has it, follows into the store, once and in order, and is in every answer from then on. */
class JournalledQueueTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Call CALL = Call.chat("m");
    private static final RatedUsage USAGE = new Rater(PriceList::shipped).rate(CALL, Usage.tokens(3, 2), NOON);

    private final Path folder;
    private final FaultyStore behind = new FaultyStore(new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)));
    private final CountDownLatch goOn = new CountDownLatch(1);

    JournalledQueueTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void goOn() {
        goOn.countDown();
    }

    private CallJournal journal() {
        return CallJournal.open(folder, JournalOwner.anybody(), Durability.PROCESS, 0, "left");
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

    private int late() {
        return JournalSnapshot.of(folder, JournalOwner.anybody()).late(behind);
    }

    /** Until the latch is open, batches do not come back. */
    private void stall() {
        behind.onAppend(batch -> {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Batches fail; the semaphore counts how often. */
    private Semaphore fail() {
        Semaphore tried = new Semaphore(0);
        behind.onAppend(batch -> {
            tried.release();
            throw new UsageStoreException("the disk is full, says the test");
        });
        behind.onCheck(() -> new StoreHealth(false, "says the test"));
        return tried;
    }

    private void recover() {
        behind.onAppend(batch -> {});
        behind.onCheck(() -> new StoreHealth(true, "says the test"));
    }

    @Test
    void calls_open_and_settle_at_once_while_the_store_takes_no_batch() {
        stall();
        CallJournal journal = journal();
        try (UsageQueue queue = new UsageQueue(behind, journal, List.of())) {
            assertThat(queue.open(call("one"))).isCompleted();
            assertThat(queue.open(call("two"))).isCompleted();

            assertThat(queue.settle(record("one"))).isCompletedWithValue(record("one"));

            assertThat(queue.store().openCalls()).containsExactly(call("two"));
            assertThat(queue.store().find("one")).contains(record("one"));
            assertThat(stored()).isEmpty();
            assertThat(late()).isEqualTo(1);
            goOn.countDown();
        }
        assertThat(stored()).containsExactly("one");
    }

    @Test
    void a_record_and_the_rest_beside_it_are_kept_together() {
        stall();
        OpenCall rest = call("one-rest").unsettledBecause("its usage is an estimate");
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            queue.open(call("one"));

            assertThat(queue.settle(record("one"), Optional.of(rest))).isCompleted();

            assertThat(queue.store().openCalls()).containsExactly(rest);
            assertThat(JournalSnapshot.of(folder, JournalOwner.anybody()).openCalls(behind))
                    .as("what a kill would leave")
                    .containsExactly(rest);
            assertThat(late()).isEqualTo(1);
            goOn.countDown();
        }
        assertThat(stored()).containsExactly("one");
        assertThat(behind.openCalls()).containsExactly(rest);
    }

    @Test
    void one_left_unsettled_follows_and_is_listed_meanwhile_and_its_record_ends_it_at_once() {
        stall();
        OpenCall unsettled = call("one").unsettledBecause("Groq stayed silent");
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            queue.open(call("one"));
            assertThat(queue.open(unsettled)).isCompleted();
            assertThat(queue.store().openCalls()).containsExactly(unsettled);

            queue.settle(record("one"));
            goOn.countDown();
            queue.between(() -> {}).join();
            assertThat(queue.store().openCalls()).isEmpty();
        }
        assertThat(behind.openCalls()).isEmpty();
        assertThat(stored()).containsExactly("one");
    }

    @Test
    void every_answer_has_each_record_that_had_settled_when_it_was_asked_for() {
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            UsageStore books = queue.store();
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
        CompletableFuture<UsageStore> books = new CompletableFuture<>();
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        UsageListener listener =
                records -> found.complete(books.join().find(records.get(0).id()).isPresent());
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of(listener))) {
            books.complete(queue.store());
            queue.settle(record("one"));
            assertThat(found.get()).isTrue();
        }
    }

    @Test
    void work_between_batches_finds_what_settled_before_it_and_nothing_after() {
        List<List<String>> seen = new ArrayList<>();
        List<String> settled = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
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
    void an_outage_of_many_calls_is_held_on_disk_and_comes_in_once_and_in_order() {
        int many = 6_000; // more than are kept in memory too
        fail();
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            List<String> ids = IntStream.range(0, many).mapToObj(n -> "r-" + n).toList();
            ids.forEach(id -> assertThat(queue.settle(record(id))).isCompleted());
            assertThat(queue.spooled()).isEqualTo(many);
            assertThat(queue.failing()).isNull();
            recover();
            // Work between batches is refused while the store fails, which it may still seem to for a moment.
            while (queue.spooled() > 0) {
                Thread.onSpinWait();
            }
            queue.between(() -> {}).join();
            assertThat(all()).isEqualTo(ids);
            assertThat(queue.backlog()).isZero();
        }
        assertThat(folder.resolve("calls.journal").toFile().length()).isLessThan(200 * 1024);
    }

    private List<String> all() {
        List<String> ids = new ArrayList<>();
        long position = 0;
        for (var page = behind.after(position, 1_000); !page.isEmpty(); page = behind.after(position, 1_000)) {
            page.forEach(each -> ids.add(each.record().id()));
            position = page.get(page.size() - 1).position();
        }
        return ids;
    }

    @Test
    void what_the_store_did_not_take_before_the_end_waits_for_the_next_start() {
        fail();
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        queue.open(call("two"));
        queue.settle(record("one"));
        queue.close();
        journal.close();
        recover();

        CallJournal next = journal();
        try (UsageQueue again = new UsageQueue(behind, next, List.of())) {
            again.between(() -> {}).join();
            assertThat(stored()).containsExactly("one");
            assertThat(again.store().openCalls()).containsExactly(call("two").unsettledBecause("left"));
        }
    }

    @Test
    void a_start_while_the_store_takes_nothing_goes_on_and_loses_nothing() {
        CallJournal dead = journal();
        dead.settle(record("before"), Optional.empty());
        fail();

        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            assertThat(queue.settle(record("after"))).isCompleted();
            recover();
        }
        assertThat(stored()).containsExactly("before", "after");
    }

    @Test
    void while_the_store_takes_nothing_readers_do_not_wait_and_are_told_what_is_missing() throws Exception {
        Semaphore tried = fail();
        UsageQueue queue = new UsageQueue(behind, journal(), List.of());
        UsageStore books = queue.store();
        assertThat(queue.settle(record("one"))).isCompleted();
        tried.acquire(2); // the second time, the first one has been told

        assertThat(books.find(RecordQuery.latest(10)).records()).isEmpty();
        assertThat(books.find("one")).isPresent();
        assertThat(queue.spooled()).isEqualTo(1);
        assertThat(books.check().ok()).isTrue();
        assertThat(books.check().detail()).contains("1 record waits in", "calls.journal", "says the test");
        assertThat(queue.between(() -> {})).isCompletedExceptionally();
        assertThat(queue.backlog()).as("readers leave nothing in the queue").isEqualTo(1);

        recover();
        queue.close();
        assertThat(books.find(RecordQuery.latest(10)).records()).hasSize(1);
        assertThat(queue.spooled()).isZero();
    }

    @Test
    void where_the_journal_cannot_be_written_either_calls_wait_in_memory_and_that_is_told() throws Exception {
        Semaphore tried = fail();
        CallJournal journal = journal();
        journal.close(); // takes nothing any more
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        CompletableFuture<UsageRecord> settled = queue.settle(record("one"));
        tried.acquire(2);

        assertThat(settled).isNotDone();
        assertThat(queue.failing()).contains("says the test", "nor can", "calls.journal");
        assertThat(queue.store().check().ok()).isFalse();
        assertThat(queue.backlog()).isEqualTo(1);
        recover();
        settled.join();
        queue.close();
        assertThat(stored()).containsExactly("one");
    }

    @Test
    void one_the_store_refuses_for_good_is_counted_and_put_aside_and_its_neighbours_come_in() throws Exception {
        behind.onAppend(batch -> {
            if (batch.settled().contains(record("bad"))) {
                throw new RecordRefusedException("this record cannot be kept, says the test");
            }
        });
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        queue.settle(record("bad"));
        queue.settle(record("good"));
        queue.close();
        journal.close();

        assertThat(queue.refused()).isEqualTo(1);
        assertThat(queue.backlog()).isZero();
        assertThat(stored()).containsExactly("good");
        assertThat(Files.readString(folder.resolve("calls.refused"))).contains("\"bad\"");
        assertThat(folder.resolve("calls.journal")).doesNotExist();
    }

    @Test
    void trouble_of_the_store_is_never_taken_for_the_records_fault_though_its_check_finds_nothing() throws Exception {
        Semaphore tried = fail();
        behind.onCheck(() -> new StoreHealth(true, "says the test"));
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        queue.settle(record("one"));
        queue.settle(record("two"));
        tried.acquire(6);

        assertThat(queue.problem()).isEqualTo("the disk is full, says the test");
        assertThat(queue.refused()).isZero();
        recover();
        queue.close();
        journal.close();
        assertThat(stored()).containsExactly("one", "two");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_end_refuses_nothing_that_the_journal_has_though_the_stores_check_finds_nothing() throws Exception {
        Semaphore tried = fail();
        behind.onCheck(() -> new StoreHealth(true, "says the test"));
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        queue.settle(record("one"));
        tried.acquire(1);

        queue.close();

        assertThat(queue.refused()).isZero();
        assertThat(journal.waiting().find("one")).contains(record("one"));
        assertThat(folder.resolve("calls.refused")).doesNotExist();
    }

    @Test
    void one_that_cannot_be_read_is_told_and_counted_and_what_is_behind_it_comes_in() {
        stall();
        int many = 2_049; // the last one is on disk only
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        IntStream.range(0, many).forEach(n -> queue.settle(record("r-" + n)));
        journal.close(); // now it can neither be read nor written
        CompletableFuture<UsageRecord> next = queue.settle(record("behind"));
        goOn.countDown();

        while (queue.problem() == null || !queue.problem().contains("cannot read")) {
            Thread.onSpinWait();
        }
        next.join();
        assertThat(queue.refused()).isEqualTo(1);
        assertThat(all()).hasSize(many).contains("behind").doesNotContain("r-2048");
        queue.close();
    }

    @Test
    void whatever_goes_wrong_the_writing_goes_on() {
        Semaphore failures = new Semaphore(1);
        behind.onAppend(batch -> {
            if (failures.tryAcquire()) {
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new IllegalStateException("not even the message, says the test");
                    }
                };
            }
        });
        try (UsageQueue queue = new UsageQueue(behind, List.of())) {
            queue.settle(record("one")).join();
        }
        assertThat(stored()).containsExactly("one");
    }

    @Test
    void an_outage_is_told_while_nothing_but_an_unsettled_call_waits() throws Exception {
        Semaphore tried = fail();
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            queue.open(call("one").unsettledBecause("Groq stayed silent"));
            tried.acquire(2);

            assertThat(queue.spooled()).isZero();
            assertThat(queue.problem()).contains("the disk is full");
        }
    }

    @Test
    void a_journal_that_takes_nothing_is_told_while_the_store_works() {
        CallJournal journal = journal();
        journal.close();
        try (UsageQueue queue = new UsageQueue(behind, journal, List.of())) {
            queue.settle(record("one")).join();

            assertThat(queue.failing()).isNull();
            assertThat(queue.problem()).contains("calls.journal cannot be written");
            assertThat(queue.store().check().ok()).isTrue();
            assertThat(queue.store().check().detail()).contains("calls.journal cannot be written");
        }
    }

    @Test
    void readers_who_wait_are_no_backlog() {
        stall();
        try (UsageQueue queue = new UsageQueue(behind, journal(), List.of())) {
            queue.settle(record("one"));
            queue.between(() -> {});

            assertThat(queue.backlog()).isEqualTo(1);
            goOn.countDown();
        }
    }

    @Test
    void two_gateways_of_one_store_tell_their_open_calls_apart() {
        JournalOwner one =
                new JournalOwner("one", java.util.Set.of("one"), false, java.time.InstantSource.system(), damage -> {});
        OpenCall unsettled = call("a").unsettledBecause("Groq stayed silent");
        try (UsageQueue queue =
                new UsageQueue(behind, CallJournal.open(folder, one, Durability.PROCESS, 0, "left"), List.of())) {
            queue.open(unsettled).join();
        }
        OpenCall theirs = call("b").ownedBy("two");
        behind.append(new io.groqmeter.store.UsageBatch(List.of(theirs), List.of()));

        assertThat(behind.openCalls()).containsExactlyInAnyOrder(unsettled.ownedBy("one"), theirs);
        assertThat(behind.openCalls()).filteredOn(call -> call.isOf("two")).containsExactly(theirs);
    }

    @Test
    void when_all_is_written_and_closed_no_file_stays() {
        CallJournal journal = journal();
        UsageQueue queue = new UsageQueue(behind, journal, List.of());
        queue.open(call("one"));
        queue.settle(record("one"));
        queue.close();
        journal.close();

        assertThat(folder).isEmptyDirectory();
        assertThat(stored()).containsExactly("one");
    }
}
