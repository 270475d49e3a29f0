package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store has leaves the journal, and what it lacks does not. */
class WaitingCallsTest {

    private final Path folder;
    private final UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    WaitingCallsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CallJournal journal() {
        return JournalFixture.open(folder);
    }

    private static void settle(CallJournal journal, long n) {
        journal.settle(CallingProcess.record(n), Optional.empty());
    }

    private static void done(CallJournal journal, int count) {
        journal.waiting().done(journal.waiting().next(count));
    }

    private int late() {
        return JournalSnapshot.of(folder, JournalOwner.anybody()).late(store);
    }

    @Test
    void numbers_go_on_after_a_restart_also_when_the_slots_of_all_before_are_cleared() {
        CallJournal journal = journal();
        for (long n = 0; n < 3; n++) {
            journal.settle(
                    CallingProcess.record(n),
                    Optional.of(CallingProcess.call(100 + n, "m").unsettledBecause("an estimate")));
        }
        done(journal, 3);

        settle(journal(), 4);

        assertThat(late()).isEqualTo(1);
    }

    @Test
    void a_refused_call_that_cannot_be_put_aside_still_counts_as_late() throws IOException {
        Files.createDirectory(folder.resolve(RefusedCalls.NAME));
        CallJournal journal = journal();
        settle(journal, 1);
        settle(journal, 2);
        journal.waiting().refuse(journal.waiting().next(1).get(0), new IOException("says the test"));
        store.append(UsageBatch.of(CallingProcess.record(2)));
        done(journal, 1);

        assertThat(late()).isEqualTo(1);
    }

    @Test
    void a_refused_call_that_was_put_aside_does_not_come_again() {
        CallJournal journal = journal();
        settle(journal, 1);
        journal.waiting().refuse(journal.waiting().next(1).get(0), new IOException("says the test"));

        assertThat(JournalReading.of(folder).settled()).isEmpty();
        assertThat(folder.resolve(RefusedCalls.NAME)).content().contains("call-1");
    }

    @Test
    void a_day_recorded_as_a_whole_does_not_come_again() {
        UsageRecord call = CallingProcess.record(1);
        UsageRecord day =
                new UsageRecord(call.id(), call.startedAt(), call.call(), call.attribution(), call.rated(), null, 7);
        CallJournal journal = journal();
        journal.settle(day, Optional.empty());
        done(journal, 1);

        assertThat(JournalReading.of(folder).settled()).isEmpty();
    }

    @Test
    void a_call_damaged_while_the_journal_is_open_is_left_for_the_next_start_to_tell_of() throws IOException {
        settle(journal(), 1);
        CallJournal journal = journal();
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve(JournalFile.NAME).toFile(), "rw")) {
            file.seek(SlotFile.SLOT + 40);
            file.write(0xFF);
        }
        done(journal, 1);
        journal.close();

        List<JournalDamage> told = new ArrayList<>();
        JournalOwner owner = new JournalOwner("mine", Set.of("mine"), false, InstantSource.system(), told::add);
        CallJournal.open(folder, owner, Durability.PROCESS, 0, "says the test");
        assertThat(told).singleElement().satisfies(damage -> {
            assertThat(damage.lost()).isEqualTo(1);
            assertThat(damage.aside()).isPresent();
        });
    }

    @Test
    void after_a_kill_only_records_that_the_store_may_lack_count_as_waiting() {
        CallJournal journal = journal();
        for (long n = 0; n < 3; n++) {
            settle(journal, n);
        }
        done(journal, 2);

        CallJournal next = journal();

        assertThat(next.waiting().count()).isEqualTo(3);
        assertThat(next.waiting().records()).isEqualTo(1);
        done(next, 3);
        assertThat(next.waiting().records()).isZero();
    }

    @Test
    void an_unsettled_call_whose_record_waits_is_open_no_more() {
        CallJournal journal = journal();
        journal.open(CallingProcess.call(1, "m").unsettledBecause("its end was not seen"));
        settle(journal, 1);

        assertThat(journal.openCalls(store)).isEmpty();
    }

    @Test
    void a_call_left_open_that_the_store_has_a_record_of_is_not_counted_as_left() {
        CallJournal dead = journal();
        dead.open(CallingProcess.call(1, "m"));
        dead.open(CallingProcess.call(2, "m"));
        store.append(UsageBatch.of(CallingProcess.record(1)));

        assertThat(journal().left(store)).isEqualTo(1);
    }

    @Test
    void a_call_that_moved_while_it_was_read_is_found_once() throws IOException {
        CallJournal journal = journal();
        journal.open(CallingProcess.call(1, "m"));
        settle(journal, 2);
        JournalFile file = new JournalFile(folder);
        JournalContents contents = new JournalContents(file);
        file.read(JournalOwner.anybody(), contents::add);
        settle(journal, 1);

        file.read(JournalOwner.anybody(), contents::add);

        assertThat(contents.waiting()).hasSize(2);
        assertThat(contents.inFlight()).isEmpty();
        Path copy = Files.createDirectory(folder.resolve("copy"));
        JournalSnapshot.copy(folder, copy);
        assertThat(JournalReading.of(copy).settled()).hasSize(2);
    }

    @Test
    void entries_are_found_by_their_hash_whatever_came_and_went() {
        EntriesByHash entries = new EntriesByHash();
        List<WaitingCalls.Entry> there = new ArrayList<>();
        Random random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            if (there.isEmpty() || random.nextInt(1_000) >= round / 20) {
                WaitingCalls.Entry entry = new WaitingCalls.Entry(
                        new Place(round), random.nextInt(300) << 20, true, false, false, false, null);
                entries.add(entry);
                there.add(entry);
            } else {
                entries.remove(there.remove(random.nextInt(there.size())));
            }
            int hash = random.nextInt(300) << 20;
            if (round % 50 == 0) {
                assertThat(entries.of(hash))
                        .containsExactlyInAnyOrderElementsOf(there.stream()
                                .filter(entry -> entry.id() == hash)
                                .toList());
            }
        }
    }
}
