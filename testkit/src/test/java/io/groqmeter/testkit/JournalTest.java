package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageQueue;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls are in the journal until the store has them; when their process dies they come into it at the next start. */
class JournalTest {

    private static final OpenCall ONE = openCall("one", "2026-11-22T10:00:00.123Z");
    private static final String REASON = "the gateway ended before the call did";

    private final Path folder;
    private final InMemoryUsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private CallJournal journal(Durability durability) {
        return CallJournal.open(folder, JournalOwner.anybody(), durability, 0, REASON);
    }

    private CallJournal journal() {
        return journal(Durability.PROCESS);
    }

    private UsageStore otherProcess() {
        return JournalSnapshot.beside(books, folder, JournalOwner.anybody());
    }

    /** A start that brings all that waits into the books, and ends. */
    private void start(Durability durability) {
        try (CallJournal journal = journal(durability);
                UsageQueue queue = new UsageQueue(books, journal, List.of())) {
            queue.between(() -> {}).join();
        }
    }

    @Test
    void a_call_in_flight_is_seen_by_every_process_without_being_in_the_store() {
        CallJournal journal = journal();

        assertThat(journal.open(ONE)).isTrue();

        assertThat(journal.openCalls(books)).containsExactly(ONE);
        assertThat(otherProcess().openCalls()).containsExactly(ONE);
        assertThat(books.openCalls()).isEmpty();
    }

    @Test
    void told_more_of_it_holds_what_was_told_last() {
        CallJournal journal = journal();
        OpenCall more = new OpenCall(
                "one",
                ONE.startedAt(),
                ONE.endpoint(),
                "llama-3.3-70b-versatile",
                ONE.attribution(),
                Optional.of(new BigDecimal("1.5")),
                null);
        journal.open(ONE);
        journal.open(more);

        assertThat(journal.openCalls(books)).containsExactly(more);
        assertThat(otherProcess().openCalls()).containsExactly(more);
    }

    @Test
    void an_unsettled_call_whose_record_comes_after_all_is_settled_for_every_process_at_once() {
        CallJournal journal = journal();
        books.append(new UsageBatch(List.of(ONE.unsettledBecause("Groq stayed silent")), List.of()));

        journal.settle(record("one").build(), Optional.empty());

        assertThat(journal.openCalls(books)).isEmpty();
        assertThat(otherProcess().openCalls()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void a_dead_processs_calls_come_into_the_store_open_ones_as_unsettled(Durability durability) {
        CallJournal dead = journal(durability);
        dead.open(ONE);
        dead.open(openCall("two", "2026-11-22T10:00:01Z"));
        dead.settle(record("two").build(), Optional.empty());
        dead.flushed().join();
        // It died between the commit of the store and the freeing of the slot.
        books.append(UsageBatch.of(record("two").build()));

        start(durability);

        assertThat(books.openCalls()).containsExactly(ONE.unsettledBecause(REASON));
        assertThat(books.after(0, 10)).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void what_a_dead_process_had_settled_comes_into_the_store_as_it_was_to_the_last_digit(Durability durability) {
        Window day = new UsageCalendar(ZoneOffset.UTC).day(Instant.parse("2026-11-22T12:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(new Seeded(4), 2_500, "r-", day);
        CallJournal dead = journal(durability);
        assertThat(records).allMatch(record -> dead.settle(record, Optional.empty()));
        dead.flushed().join();

        start(durability);

        assertThat(records)
                .allSatisfy(record -> assertThat(books.find(record.id())).contains(record));
        assertThat(books.rollup(RollupQuery.of(Window.always())).get(0).sums().cost())
                .isEqualByComparingTo(records.stream().map(UsageRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(books.after(0, 1_000)).hasSize(1_000);
    }

    @Test
    void one_resolved_by_hand_meanwhile_stays_as_it_was_resolved() {
        CallJournal dead = journal();
        dead.open(ONE);
        UsageRecord resolved = record("one").cost("0.5").build();
        books.append(UsageBatch.of(resolved));

        assertThat(dead.settle(record("one").cost("0.25").build(), Optional.empty()))
                .isTrue();
        start(Durability.PROCESS);

        assertThat(books.find("one")).contains(resolved);
    }

    @Test
    void with_power_durability_what_takes_a_calls_place_does_not_write_over_it_before_it_is_flushed() {
        CallJournal journal = journal(Durability.POWER);
        for (int n = 0; n < 200; n++) {
            journal.open(openCall("c" + n, "2026-11-22T10:00:00Z"));
            journal.settle(record("c" + n).build(), Optional.empty());
        }
        journal.flushed().join();
        assertThat(otherProcess().openCalls()).isEmpty();
        assertThat(JournalSnapshot.of(folder, JournalOwner.anybody()).late(books))
                .isEqualTo(200);
        journal.close();
    }

    @Test
    void a_copy_made_while_a_process_writes_has_all_that_waits() throws Exception {
        CallJournal journal = journal();
        journal.open(ONE);
        journal.settle(
                record("two").build(),
                Optional.of(openCall("two-rest", "2026-11-22T10:00:00Z").unsettledBecause("e")));
        Path copy = Files.createDirectory(folder.resolve("copy"));

        JournalSnapshot.copy(folder, copy);
        JournalSnapshot snapshot = JournalSnapshot.of(copy, JournalOwner.anybody());
        snapshot.into(books, copy);
        snapshot.openInto(books);

        assertThat(books.find("two")).isPresent();
        assertThat(books.openCalls()).extracting(OpenCall::id).containsExactlyInAnyOrder("one", "two-rest");
    }
}
