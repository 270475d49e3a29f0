package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageCalendar;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the journal is in the file, whole or not at all. */
class CallJournalTest {

    private final Path folder;
    private final Path file;
    private final UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));

    CallJournalTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(JournalFile.NAME);
    }

    private CallJournal journal() {
        return JournalFixture.open(folder);
    }

    private static OpenCall call(long n) {
        return CallingProcess.call(n, "llama-3.1-8b-instant");
    }

    private static List<OpenCall> calls(int count) {
        return LongStream.range(0, count).mapToObj(CallJournalTest::call).toList();
    }

    private static boolean settle(CallJournal journal, long n) {
        return journal.settle(CallingProcess.record(n), Optional.empty());
    }

    private static UsageRecord wordy(long n, int length) {
        UsageRecord record = CallingProcess.record(n);
        return new UsageRecord(
                record.id(),
                record.startedAt(),
                record.call(),
                record.attribution(),
                record.rated(),
                "x".repeat(length),
                1);
    }

    @Test
    void everything_a_call_says_is_kept() {
        OpenCall full = new OpenCall(
                "gm-é\uD83D\uDE80",
                Instant.ofEpochMilli(-1),
                Endpoint.TRANSCRIPTIONS,
                "m\n\"",
                new Attribution("k", "p", "u", Map.of("a", "1", "b", "")),
                call(7).worstCaseCost(),
                null);
        OpenCall bare =
                new OpenCall("bare", Instant.EPOCH, Endpoint.CHAT, null, Attribution.none(), Optional.empty(), null);
        OpenCall rest = call(8).unsettledBecause("an «estimate»");
        CallJournal journal = journal();

        journal.open(full.unsettledBecause("Groq stayed silent"));
        journal.open(bare);
        journal.settle(CallingProcess.record(9), Optional.of(rest));

        assertThat(JournalReading.of(folder).open())
                .containsExactlyInAnyOrder(full.unsettledBecause("Groq stayed silent"), bare, rest);
        assertThat(JournalReading.of(folder).settled()).containsExactly(CallingProcess.record(9));
    }

    @Test
    void slots_are_used_again_and_the_file_grows_only_with_what_is_there_at_once() throws Exception {
        CallJournal journal = journal();
        for (int n = 0; n < 10_000; n++) {
            journal.open(call(n));
            assertThat(settle(journal, n)).isTrue();
            journal.waiting().done(journal.waiting().next(1));
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(65 * SlotFile.SLOT);

        calls(3_000).forEach(journal::open);

        assertThat(Files.size(file)).isLessThanOrEqualTo((3_000 + 129) * SlotFile.SLOT);
        assertThat(JournalReading.of(folder).open()).containsExactlyInAnyOrderElementsOf(calls(3_000));
    }

    @Test
    void a_call_damaged_on_disk_is_not_there_and_the_others_are() throws Exception {
        CallJournal journal = journal();
        calls(100).forEach(journal::open);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = sound.clone();
            int slot = 1 + random.nextInt(100);
            damaged[slot * SlotFile.SLOT + random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(JournalReading.of(folder).open()).hasSize(99).isSubsetOf(calls(100));
        }
    }

    @Test
    void a_record_takes_the_place_of_its_open_call() throws Exception {
        CallJournal journal = journal();
        journal.open(call(1));
        long length = Files.size(file);

        assertThat(settle(journal, 1)).isTrue();

        assertThat(journal.openCalls(store)).isEmpty();
        assertThat(journal.waiting().find("call-1")).contains(CallingProcess.record(1));
        assertThat(JournalReading.of(folder).open()).isEmpty();
        assertThat(JournalReading.of(folder).settled()).containsExactly(CallingProcess.record(1));
        assertThat(file).hasSize(length);
    }

    @Test
    void a_record_longer_than_a_slot_takes_several_and_gives_them_back() throws Exception {
        CallJournal journal = journal();
        journal.open(call(1));
        journal.open(call(2));
        long length = Files.size(file);
        for (int round = 0; round < 50; round++) {
            assertThat(journal.settle(wordy(1, 20_000), Optional.empty())).isTrue();
            assertThat(JournalReading.of(folder).settled()).containsExactly(wordy(1, 20_000));
            assertThat(JournalReading.of(folder).open()).containsExactlyInAnyOrder(call(2));
            assertThat(journal.waiting().next(1).get(0).record()).isEqualTo(wordy(1, 20_000));
            journal.waiting().done(journal.waiting().next(1));
            journal.open(call(1));
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(length + 64 * SlotFile.SLOT);
    }

    @Test
    void a_long_record_half_overwritten_after_the_store_had_it_is_no_damage() throws Exception {
        CallJournal journal = journal();
        journal.settle(wordy(1, 5_000), Optional.empty());
        journal.waiting().done(journal.waiting().next(1));
        journal.open(call(2));
        journal.open(call(3));

        assertThat(JournalReading.of(folder).open()).containsExactlyInAnyOrder(call(2), call(3));
        assertThat(JournalReading.of(folder).settled()).isEmpty();
        journal();
    }

    @Test
    void what_no_chain_of_slots_takes_is_refused_and_its_call_stays_open() {
        CallJournal journal = journal();
        journal.open(call(1));
        UsageRecord record = CallingProcess.record(1);
        UsageRecord tooLong = new UsageRecord(
                record.id(),
                record.startedAt(),
                record.call(),
                record.attribution(),
                record.rated(),
                "x".repeat(300_000),
                1);

        assertThat(journal.settle(tooLong, Optional.empty())).isFalse();

        assertThat(journal.openCalls(store)).containsExactly(call(1).ownedBy("mine"));
        assertThat(JournalReading.of(folder).open()).containsExactly(call(1));
    }

    @Test
    void what_waits_comes_out_in_the_order_of_settling_also_after_a_restart() {
        CallJournal journal = journal();
        calls(3_000).forEach(journal::open);
        List<Long> order = new ArrayList<>(LongStream.range(0, 3_000).boxed().toList());
        Collections.shuffle(order, new Random(14));
        order.forEach(n -> settle(journal, n));
        List<String> expected = order.stream().map(n -> "call-" + n).toList();

        assertThat(ids(journal.waiting().next(5_000))).isEqualTo(expected);
        assertThat(ids(journal().waiting().next(5_000))).isEqualTo(expected);
    }

    private static List<String> ids(List<WaitingCall> calls) {
        List<String> ids = new ArrayList<>();
        for (WaitingCall call : calls) {
            if (call.record() != null) {
                ids.add(call.record().id());
            }
        }
        return ids;
    }

    @Test
    void calls_in_flight_are_unsettled_when_their_process_is_gone_and_have_an_owner() {
        CallJournal dead = journal();
        dead.open(call(1));
        dead.open(call(2));
        settle(dead, 2);

        CallJournal journal = journal();

        assertThat(journal.left(store)).isEqualTo(1);
        assertThat(journal.openCalls(store))
                .containsExactly(call(1).unsettledBecause(JournalFixture.REASON).ownedBy("mine"));
        assertThat(journal.waiting().count()).isEqualTo(2);
    }

    @Test
    void a_file_cut_or_torn_at_any_write_leaves_each_call_in_its_former_or_its_new_state() throws Exception {
        CallJournal journal = journal();
        List<byte[]> images = new ArrayList<>();
        images.add(Files.readAllBytes(file));
        for (int n = 0; n < 3; n++) {
            journal.open(call(n));
            images.add(Files.readAllBytes(file));
            journal.settle(n == 1 ? wordy(1, 3_000) : CallingProcess.record(n), Optional.empty());
            images.add(Files.readAllBytes(file));
        }
        for (int at = 1; at < images.size(); at++) {
            for (byte[] half : between(images.get(at - 1), images.get(at))) {
                Files.write(file, half);
                JournalReading reading = JournalReading.of(folder);
                List<String> ids = new ArrayList<>();
                reading.open().forEach(call -> ids.add(call.id()));
                reading.settled().forEach(record -> ids.add(record.id()));
                assertThat(ids).doesNotHaveDuplicates().hasSizeBetween(at / 2, (at + 1) / 2);
                CallJournal next = journal(); // damage would be an error
                next.close();
                assertThat(JournalReading.of(folder).settled()).isEqualTo(reading.settled());
                Files.deleteIfExists(file);
            }
        }
    }

    /** The images a kill can leave between two: each slot that differs is the former or the new one, the first ones last. */
    private static List<byte[]> between(byte[] before, byte[] after) {
        List<byte[]> images = new ArrayList<>();
        byte[] image = Arrays.copyOf(before, after.length);
        for (int slot = after.length / SlotFile.SLOT - 1; slot >= 0; slot--) {
            int from = slot * SlotFile.SLOT;
            if (!Arrays.equals(image, from, from + SlotFile.SLOT, after, from, from + SlotFile.SLOT)) {
                System.arraycopy(after, from, image, from, SlotFile.SLOT);
                images.add(image.clone());
            }
        }
        return images;
    }

    @Test
    void space_is_taken_in_advance_and_what_an_outage_took_is_given_back() throws Exception {
        CallJournal journal = JournalFixture.open(folder, "mine", 200);
        long length = Files.size(file);
        assertThat(length).isGreaterThan(200 * SlotFile.SLOT);
        for (long n = 0; n < 5_000; n++) {
            settle(journal, n);
        }
        assertThat(Files.size(file)).isGreaterThan(5_200L * SlotFile.SLOT);
        while (journal.waiting().count() > 0) {
            journal.waiting().done(journal.waiting().next(500));
        }
        assertThat(Files.size(file)).isLessThan(300 * SlotFile.SLOT);
        settle(journal, 1);
        assertThat(JournalFixture.open(folder, "mine", 200).waiting().find("call-1"))
                .contains(CallingProcess.record(1));
    }

    @Test
    void a_closed_journal_takes_nothing_and_its_file_stays_while_the_store_lacks_a_call() {
        CallJournal journal = journal();
        settle(journal, 1);
        journal.close();

        assertThat(settle(journal, 2)).isFalse();
        assertThat(JournalReading.of(folder).settled()).containsExactly(CallingProcess.record(1));
    }

    @Test
    void who_reads_while_calls_settle_finds_each_open_or_settled() throws Exception {
        CallJournal journal = journal();
        calls(200).forEach(journal::open);
        Thread settling = new Thread(() -> {
            for (int n = 0; n < 200; n++) {
                settle(journal, n);
            }
        });
        settling.start();
        do {
            JournalReading reading = JournalReading.of(folder);
            List<String> ids = new ArrayList<>();
            reading.open().forEach(call -> ids.add(call.id()));
            reading.settled().forEach(record -> ids.add(record.id()));
            assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        } while (settling.isAlive());
        settling.join();
        assertThat(JournalReading.of(folder).settled()).hasSize(200);
    }

    @RepeatedTest(5)
    void a_killed_process_leaves_each_call_open_or_settled_and_none_half_written() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CallingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        long told;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int round = 0; round < 2_000; round++) {
                lines.add(out.readLine());
            }
            // By its handle: the process object would close the pipe, with what is still in it.
            process.toHandle().destroyForcibly();
            process.waitFor();
            out.lines().forEach(lines::add);
            // The last line may have been cut in the middle by the kill, so the one before it counts.
            told = Long.parseLong(lines.get(lines.size() - 2));
        }
        JournalReading left = JournalReading.of(folder);
        assertThat(left.settled())
                .contains(CallingProcess.record(told + 1))
                .isSubsetOf(
                        CallingProcess.record(told - 1),
                        CallingProcess.record(told),
                        CallingProcess.record(told + 1),
                        CallingProcess.record(told + 2));
        assertThat(left.open())
                .hasSizeLessThanOrEqualTo(1)
                .isSubsetOf(CallingProcess.call(told + 2, null), CallingProcess.call(told + 2, "amended"));
    }

    @Test
    void a_call_in_words_of_a_later_version_is_told_of_and_kept() throws Exception {
        try (SlotFile slots = SlotFile.create(file, "mine", 0)) {
            slots.put(SlotFile.content(9).put((byte) '?').putLong(0), 1);
        }

        assertThatThrownBy(this::journal)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("a newer groqmeter wrote it");
        assertThat(file).isNotEmptyFile();
    }
}
