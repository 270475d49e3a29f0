package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.journal.JournalingUsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls in flight are in the journal, and nowhere else; when their process dies they come into the store behind it. */
class JournalTest {

    private static final OpenCall ONE = openCall("one", "2026-11-22T10:00:00.123Z");

    private final Path folder;
    private final InMemoryUsageStore behind = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    private final TroubledStore books = new TroubledStore(behind);

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private UsageStore process() {
        return JournalingUsageStore.before(books, folder, Durability.PROCESS);
    }

    private UsageStore otherProcess() {
        return JournalingUsageStore.beside(books, folder, JournalOwner.anybody());
    }

    private static UsageBatch opening(OpenCall call) {
        return new UsageBatch(List.of(call), List.of());
    }

    @Test
    void a_call_in_flight_is_seen_by_every_process_without_being_in_the_store_behind() {
        UsageStore store = process();

        assertThat(store.tryOpen(ONE)).isTrue();

        assertThat(store.openCalls()).containsExactly(ONE);
        assertThat(otherProcess().openCalls()).containsExactly(ONE);
        assertThat(behind.openCalls()).isEmpty();
    }

    @Test
    void its_record_ends_it() {
        UsageStore store = process();
        store.tryOpen(ONE);

        store.append(UsageBatch.of(record("one").build()));

        assertThat(store.openCalls()).isEmpty();
        assertThat(otherProcess().openCalls()).isEmpty();
    }

    @Test
    void told_more_of_it_holds_what_was_told_last() {
        UsageStore store = process();
        OpenCall more = new OpenCall(
                "one",
                ONE.startedAt(),
                ONE.endpoint(),
                "llama-3.3-70b-versatile",
                ONE.attribution(),
                Optional.of(new BigDecimal("1.5")),
                null);
        store.tryOpen(ONE);
        store.tryOpen(more);

        assertThat(store.openCalls()).containsExactly(more);
        assertThat(otherProcess().openCalls()).containsExactly(more);
    }

    @Test
    void one_left_unsettled_moves_to_the_store_behind() {
        UsageStore store = process();
        OpenCall unsettled = ONE.unsettledBecause("Groq stayed silent");
        store.tryOpen(ONE);

        assertThat(store.tryOpen(unsettled)).isFalse();
        store.append(opening(unsettled));

        assertThat(store.openCalls()).containsExactly(unsettled);
        assertThat(behind.openCalls()).containsExactly(unsettled);
        assertThat(otherProcess().openCalls()).containsExactly(unsettled);
    }

    @Test
    void one_too_long_for_the_journal_is_for_the_store_behind() {
        UsageStore store = process();
        OpenCall wordy = new OpenCall(
                "one",
                ONE.startedAt(),
                ONE.endpoint(),
                "m",
                new Attribution("k".repeat(128), "é".repeat(128), "ü".repeat(128), Map.of("去".repeat(128), "v")),
                Optional.empty(),
                null);

        assertThat(store.tryOpen(wordy)).isFalse();
        store.append(opening(wordy));

        assertThat(store.openCalls()).containsExactly(wordy);
    }

    @Test
    void a_dead_processs_open_calls_come_into_the_store_behind_and_those_with_a_record_do_not() {
        UsageStore dead = process();
        dead.tryOpen(ONE);
        dead.tryOpen(openCall("two", "2026-11-22T10:00:01Z"));
        OpenCall unsettled = openCall("three", "2026-11-22T10:00:02Z");
        dead.tryOpen(unsettled);
        unsettled = unsettled.unsettledBecause("the connection ended");
        // It died between the commits of the store behind and the clearing of its journal.
        behind.append(new UsageBatch(List.of(unsettled), List.of(record("two").build())));

        assertThat(otherProcess().openCalls()).containsExactly(ONE, unsettled);
        UsageStore store = process();

        assertThat(behind.openCalls()).containsExactly(ONE, unsettled);
        assertThat(store.openCalls()).containsExactly(ONE, unsettled);
        store.append(UsageBatch.of(record("one").build()));
        assertThat(store.openCalls()).containsExactly(unsettled);
    }

    @Test
    void while_the_store_behind_fails_calls_still_open_and_what_did_not_settle_stays_open() {
        UsageStore store = process();
        books.fail();

        assertThat(store.tryOpen(ONE)).isTrue();
        assertThatThrownBy(() -> store.append(UsageBatch.of(record("one").build())))
                .isInstanceOf(UsageStoreException.class);

        assertThat(otherProcess().openCalls()).containsExactly(ONE);
    }

    @Test
    void with_power_durability_no_call_goes_to_the_journal_but_what_is_there_comes_out() {
        process().tryOpen(ONE);

        UsageStore store = JournalingUsageStore.before(books, folder, Durability.POWER);

        assertThat(behind.openCalls()).containsExactly(ONE);
        assertThat(store.tryOpen(openCall("two", "2026-11-22T10:00:01Z"))).isFalse();
    }

    @Test
    void a_settled_call_is_no_longer_open_for_any_process_and_not_in_the_store_behind_yet() {
        UsageStore store = process();
        UsageRecord record = record("one").build();
        store.tryOpen(ONE);

        assertThat(store.trySettle(record)).isTrue();

        assertThat(store.openCalls()).isEmpty();
        assertThat(otherProcess().openCalls()).isEmpty();
        assertThat(store.find("one")).contains(record);
        assertThat(behind.find("one")).isEmpty();
        assertThat(JournalingUsageStore.unwritten(behind, folder, JournalOwner.anybody()))
                .containsExactly(record);
    }

    @Test
    void an_unsettled_call_whose_record_comes_after_all_is_settled_for_every_process_at_once() {
        UsageStore store = process();
        store.append(opening(ONE.unsettledBecause("Groq stayed silent")));

        store.trySettle(record("one").build());

        assertThat(store.openCalls()).isEmpty();
        assertThat(otherProcess().openCalls()).isEmpty();
    }

    @Test
    void what_a_dead_process_had_settled_comes_into_the_store_behind_as_it_was_to_the_last_digit() {
        Window day = new UsageCalendar(ZoneOffset.UTC).day(Instant.parse("2026-11-22T12:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(new Seeded(4), 2_500, "r-", day);
        UsageStore dead = process();
        assertThat(records).allMatch(dead::trySettle);

        process();

        assertThat(records)
                .allSatisfy(record -> assertThat(behind.find(record.id())).contains(record));
        assertThat(behind.rollup(RollupQuery.of(Window.always())).get(0).sums().cost())
                .isEqualByComparingTo(records.stream().map(UsageRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(behind.after(0, 1_000)).hasSize(1_000);
    }

    @Test
    void a_record_the_store_has_already_changes_nothing_when_its_slot_is_read_again() {
        UsageStore dead = process();
        UsageRecord record = record("one").build();
        dead.tryOpen(ONE);
        dead.trySettle(record);
        dead.append(UsageBatch.of(record));

        process();

        assertThat(behind.after(0, 10)).hasSize(1);
        assertThat(behind.openCalls()).isEmpty();
    }

    @Test
    void one_resolved_by_hand_meanwhile_stays_as_it_was_resolved() {
        UsageStore dead = process();
        dead.tryOpen(ONE);
        UsageRecord resolved = record("one").cost("0.5").build();
        otherProcess().append(UsageBatch.of(resolved));

        assertThat(dead.trySettle(record("one").cost("0.25").build())).isTrue();
        process();

        assertThat(behind.find("one")).contains(resolved);
    }

    @Test
    void a_start_while_the_store_takes_nothing_keeps_the_journal_for_the_next() {
        process().trySettle(record("one").build());
        books.fail();

        assertThatThrownBy(this::process).isInstanceOf(UsageStoreException.class);
        books.recover();
        process();

        assertThat(behind.find("one")).isPresent();
    }

    @Test
    void with_power_durability_no_record_is_kept_but_what_is_there_comes_out() {
        process().trySettle(record("one").build());

        UsageStore store = JournalingUsageStore.before(books, folder, Durability.POWER);

        assertThat(behind.find("one")).isPresent();
        assertThat(store.trySettle(record("two").build())).isFalse();
    }

    @Test
    void when_nothing_is_open_at_the_end_nothing_stays_behind() {
        UsageStore store = process();
        store.tryOpen(ONE);
        store.append(UsageBatch.of(record("one").build()));

        store.close();

        assertThat(folder).isEmptyDirectory();
    }
}
