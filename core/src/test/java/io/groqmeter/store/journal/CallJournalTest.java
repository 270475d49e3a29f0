package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.RecordBytes;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

    CallJournalTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(CallJournal.NAME);
    }

    private static OpenCall call(long n) {
        return CallingProcess.call(n, "llama-3.1-8b-instant");
    }

    private static List<OpenCall> calls(int count) {
        return LongStream.range(0, count).mapToObj(CallJournalTest::call).toList();
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
        CallJournal journal = CallJournal.create(folder, "mine");

        OpenCall unsettled = full.unsettledBecause("its process ended");

        journal.open(unsettled);
        journal.open(bare);

        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).containsExactlyInAnyOrder(unsettled, bare);
    }

    @Test
    void slots_are_used_again_and_the_file_grows_only_with_what_is_open_at_once() throws Exception {
        CallJournal journal = CallJournal.create(folder, "mine");
        for (OpenCall call : calls(10_000)) {
            assertThat(journal.open(call)).isTrue();
            journal.remove(call.id());
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(2 * SlotFile.SLOT);
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).isEmpty();

        calls(3_000).forEach(journal::open);

        assertThat(Files.size(file)).isLessThanOrEqualTo(3_001 * SlotFile.SLOT);
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open())
                .containsExactlyInAnyOrderElementsOf(calls(3_000));
    }

    @Test
    void a_call_damaged_on_disk_is_not_there_and_the_others_are() throws Exception {
        CallJournal journal = CallJournal.create(folder, "mine");
        calls(100).forEach(journal::open);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = sound.clone();
            int slot = 1 + random.nextInt(100);
            damaged[slot * SlotFile.SLOT + random.nextInt(60)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(CallJournal.read(folder, JournalOwner.anybody()).open())
                    .hasSize(99)
                    .isSubsetOf(calls(100));
        }
    }

    @Test
    void a_record_takes_the_place_of_its_open_call() {
        CallJournal journal = CallJournal.create(folder, "mine");
        journal.open(call(1));

        assertThat(journal.settle(CallingProcess.record(1))).isTrue();

        assertThat(journal.calls()).isEmpty();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).isEmpty();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).settled())
                .containsExactly(CallingProcess.record(1));
        assertThat(file).hasSize(SlotFile.SLOT + contentBytes());
    }

    /** The second slot is as long as its content: the file has not been longer. */
    private long contentBytes() {
        ByteBuffer content = SlotFile.content().put((byte) 's');
        RecordBytes.write(content, CallingProcess.record(1));
        return content.position();
    }

    @Test
    void what_has_settled_is_neither_opened_nor_settled_again() {
        CallJournal journal = CallJournal.create(folder, "mine");
        journal.settle(CallingProcess.record(1));

        assertThat(journal.open(call(1))).isFalse();
        assertThat(journal.settle(CallingProcess.record(1))).isFalse();

        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).isEmpty();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).settled())
                .containsExactly(CallingProcess.record(1));
    }

    @Test
    void a_record_too_long_for_a_slot_leaves_its_call_open() {
        CallJournal journal = CallJournal.create(folder, "mine");
        journal.open(call(1));
        UsageRecord record = CallingProcess.record(1);
        UsageRecord wordy = new UsageRecord(
                record.id(),
                record.startedAt(),
                record.call(),
                record.attribution(),
                record.rated(),
                "x".repeat(SlotFile.LONGEST),
                1);

        assertThat(journal.settle(wordy)).isFalse();

        assertThat(journal.calls()).containsExactly(call(1));
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).containsExactly(call(1));
    }

    @Test
    void a_slot_whose_record_the_store_has_is_used_again() {
        CallJournal journal = CallJournal.create(folder, "mine");
        for (int n = 0; n < 100; n++) {
            journal.settle(CallingProcess.record(n));
            journal.remove("call-" + n);
        }
        journal.open(call(100));

        assertThat(CallJournal.read(folder, JournalOwner.anybody()).settled()).isEmpty();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).open()).containsExactly(call(100));
    }

    @Test
    void when_all_slots_are_taken_nothing_more_is_and_what_is_open_settles_still() {
        CallJournal journal = CallJournal.create(folder, "mine");
        int most = 0;
        while (journal.open(call(most))) {
            most++;
        }

        assertThat(most).isEqualTo(65_535);
        assertThat(journal.settle(CallingProcess.record(most))).isFalse();
        assertThat(journal.settle(CallingProcess.record(7))).isTrue();
        journal.remove("call-7");
        assertThat(journal.settle(CallingProcess.record(most))).isTrue();
    }

    @Test
    void a_closed_journal_takes_nothing_and_its_file_stays_while_the_store_lacks_a_call() {
        CallJournal journal = CallJournal.create(folder, "mine");
        journal.settle(CallingProcess.record(1));
        journal.close();

        assertThat(journal.settle(CallingProcess.record(2))).isFalse();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).settled())
                .containsExactly(CallingProcess.record(1));
    }

    @Test
    void who_reads_while_calls_settle_finds_each_open_or_settled() throws Exception {
        CallJournal journal = CallJournal.create(folder, "mine");
        calls(200).forEach(journal::open);
        Thread settling = new Thread(() -> {
            for (int n = 0; n < 200; n++) {
                journal.settle(CallingProcess.record(n));
            }
        });
        settling.start();
        do {
            CallJournal.Contents contents = CallJournal.read(folder, JournalOwner.anybody());
            List<String> ids = new ArrayList<>();
            contents.open().forEach(call -> ids.add(call.id()));
            contents.settled().forEach(record -> ids.add(record.id()));
            assertThat(ids).hasSize(200).doesNotHaveDuplicates();
        } while (settling.isAlive());
        settling.join();
        assertThat(CallJournal.read(folder, JournalOwner.anybody()).settled()).hasSize(200);
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
        CallJournal.Contents left = CallJournal.read(folder, JournalOwner.anybody());
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
        try (SlotFile slots = SlotFile.create(file, "mine")) {
            slots.put(SlotFile.content().put((byte) 's').putLong(0));
        }

        assertThatThrownBy(() -> CallJournal.read(folder, JournalOwner.anybody()))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("a newer groqmeter wrote it");
        assertThat(file).isNotEmptyFile();
    }
}
