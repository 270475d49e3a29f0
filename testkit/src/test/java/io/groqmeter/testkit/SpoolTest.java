package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.openCall;
import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.store.spool.SpoolingUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store cannot take is on disk all the same, and comes into it once. */
class SpoolTest {

    private static final Window THIS_YEAR =
            new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final InMemoryUsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    private final TroubledStore troubled = new TroubledStore(books);
    private final List<SpoolingUsageStore> opened = new ArrayList<>();
    private final CountDownLatch returned = new CountDownLatch(1);

    @TempDir
    Path folder;

    private SpoolingUsageStore open() {
        SpoolingUsageStore store = SpoolingUsageStore.before(troubled, folder, Durability.PROCESS, PATIENCE);
        store.onReturn(returned::countDown);
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        troubled.recover();
        opened.forEach(SpoolingUsageStore::close);
    }

    private Path file() {
        return folder.resolve("usage_spool.jsonl");
    }

    private List<UsageRecord> recorded() {
        return books.after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .toList();
    }

    private void awaitReturn() throws InterruptedException {
        assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_line_says_all_of_a_record_and_of_an_open_call() {
        Seeded.holds(500, seeded -> {
            UsageRecord record = RandomRecords.record(seeded, "r-" + seeded.between(1, 9), THIS_YEAR);
            assertThat(back(new UsageLine.Settled(record))).isEqualTo(new UsageLine.Settled(record));
            OpenCall call = openCall("línea\n1", "2026-11-22T10:15:30.987Z");
            assertThat(back(new UsageLine.Opened(call))).isEqualTo(new UsageLine.Opened(call));
        });
        UsageRecord everything = Records.sayingEverything("e");
        assertThat(back(new UsageLine.Settled(everything))).isEqualTo(new UsageLine.Settled(everything));
        UsageRecord nothing = Records.sayingNothing("n");
        assertThat(back(new UsageLine.Settled(nothing))).isEqualTo(new UsageLine.Settled(nothing));
    }

    private static UsageLine back(UsageLine line) {
        assertThat(line.text()).doesNotContain("\n");
        try {
            return UsageLine.read(line.text());
        } catch (IOException e) {
            throw new AssertionError(line.text(), e);
        }
    }

    @Test
    void what_a_failing_store_does_not_take_waits_on_disk_and_comes_back_once() throws Exception {
        SpoolingUsageStore store = open();
        troubled.fail();
        for (int number = 0; number < 1_000; number++) {
            store.append(UsageBatch.of(record("r-" + number).build()));
        }
        assertThat(store.spooled()).isEqualTo(1_000);
        assertThat(SpoolingUsageStore.spooled(folder)).isEqualTo(1_000);
        assertThat(store.check().ok()).isTrue();
        assertThat(store.check().detail()).contains("1000 records wait");
        assertThat(recorded()).isEmpty();
        troubled.recover();
        awaitReturn();
        assertThat(recorded()).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(store.spooled()).isZero();
        assertThat(file()).isEmptyFile();
    }

    @Test
    void a_batch_a_stalled_store_sits_on_counts_once_although_it_was_spooled_too() throws Exception {
        SpoolingUsageStore store = open();
        troubled.stall();
        store.append(UsageBatch.of(record("a").build()));
        store.append(UsageBatch.of(record("b").build()));
        assertThat(store.spooled()).isEqualTo(2);
        troubled.recover();
        awaitReturn();
        assertThat(recorded()).extracting(UsageRecord::id).containsExactly("a", "b");
    }

    @Test
    void what_a_dead_process_left_comes_in_at_the_next_start() {
        troubled.fail();
        SpoolingUsageStore killed = open();
        killed.append(new UsageBatch(List.of(openCall("left", "2026-11-22T10:15:00Z")), List.of()));
        killed.append(UsageBatch.of(record("a").build()));
        troubled.recover();
        SpoolingUsageStore next = open();
        assertThat(recorded()).extracting(UsageRecord::id).containsExactly("a");
        assertThat(next.openCalls()).extracting(OpenCall::id).containsExactly("left");
        assertThat(next.spooled()).isZero();
    }

    @Test
    void open_calls_are_those_of_the_store_and_of_the_spool() {
        SpoolingUsageStore store = open();
        store.append(new UsageBatch(List.of(openCall("a", "2026-11-22T10:00:00Z")), List.of()));
        troubled.fail();
        store.append(new UsageBatch(List.of(openCall("b", "2026-11-22T10:01:00Z")), List.of()));
        store.append(UsageBatch.of(record("a").build()));
        assertThat(store.openCalls()).extracting(OpenCall::id).containsExactly("b");
    }

    @Test
    void a_torn_last_line_is_cut_off_and_told_of() throws Exception {
        troubled.fail();
        open().append(UsageBatch.of(record("a").build()));
        String torn = new UsageLine.Settled(record("b").build()).text();
        Files.writeString(file(), torn.substring(0, torn.length() / 2), StandardOpenOption.APPEND);
        troubled.recover();
        SpoolingUsageStore next = open();
        assertThat(next.mended()).hasValueSatisfying(told -> assertThat(told).contains("usage_spool.jsonl", "cut off"));
        assertThat(recorded()).extracting(UsageRecord::id).containsExactly("a");
    }

    @Test
    void a_damaged_line_is_put_aside_and_its_neighbours_come_in() throws Exception {
        String a = new UsageLine.Settled(record("a").build()).text();
        String b = new UsageLine.Settled(record("b").build()).text();
        Files.writeString(file(), a + "\n{\"settled\": {\"id\": \"gone\n" + b + "\n");
        open();
        assertThat(recorded()).extracting(UsageRecord::id).containsExactly("a", "b");
        assertThat(folder.resolve("usage_spool.refused")).hasContent("{\"settled\": {\"id\": \"gone\n");
    }

    @Test
    void a_record_no_store_can_bear_is_the_callers_when_it_comes_and_put_aside_when_it_waited() throws Exception {
        troubled.cannotBear(record -> record.id().equals("bad"));
        SpoolingUsageStore store = open();
        UsageBatch bad = UsageBatch.of(
                List.of(record("a").build(), record("bad").build(), record("b").build()));
        assertThatThrownBy(() -> store.append(bad)).hasMessageContaining("cannot be kept");
        assertThat(store.spooled()).isZero();
        troubled.fail();
        store.append(bad);
        troubled.recover();
        awaitReturn();
        assertThat(recorded()).extracting(UsageRecord::id).containsExactly("a", "b");
        assertThat(folder.resolve("usage_spool.refused"))
                .content()
                .contains("\"bad\"")
                .hasLineCount(1);
    }

    @Test
    void when_the_spool_fails_too_the_caller_is_told_and_keeps_the_batch() throws Exception {
        Files.createSymbolicLink(file(), Path.of("/dev/full"));
        SpoolingUsageStore store = open();
        troubled.fail();
        UsageBatch batch = UsageBatch.of(record("a").build());
        assertThatThrownBy(() -> store.append(batch))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("says the test")
                .hasMessageContaining("usage_spool.jsonl");
        assertThat(store.check().ok()).isFalse();
        troubled.recover();
        assertThat(store.append(batch)).isEqualTo(1);
        assertThat(store.check().ok()).isTrue();
    }

    @Test
    void records_come_while_the_spool_empties_and_none_is_lost_or_doubled() throws Exception {
        SpoolingUsageStore store = open();
        troubled.fail();
        for (int number = 0; number < 5_000; number++) {
            if (number == 3_000) {
                troubled.recover();
            }
            store.append(UsageBatch.of(record("r-" + number).build()));
        }
        awaitReturn();
        assertThat(store.spooled()).isZero();
        assertThat(books.rollup(RollupQuery.of(Window.always())).get(0).sums().calls())
                .isEqualTo(5_000);
        assertThat(recorded()).doesNotHaveDuplicates();
    }
}
