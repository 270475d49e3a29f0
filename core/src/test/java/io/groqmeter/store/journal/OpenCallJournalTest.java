package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
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
class OpenCallJournalTest {

    private final Path folder;
    private final Path file;

    OpenCallJournalTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(OpenCallJournal.NAME);
    }

    private static OpenCall call(long n) {
        return OpeningProcess.call(n, "llama-3.1-8b-instant");
    }

    private static List<OpenCall> calls(int count) {
        return LongStream.range(0, count).mapToObj(OpenCallJournalTest::call).toList();
    }

    @Test
    void everything_a_call_says_is_kept_but_a_reason_to_be_unsettled() {
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
        OpenCallJournal journal = OpenCallJournal.create(folder);

        journal.put(full.unsettledBecause("never mind"));
        journal.put(bare);

        assertThat(OpenCallJournal.read(folder)).containsExactlyInAnyOrder(full, bare);
    }

    @Test
    void slots_are_used_again_and_the_file_grows_only_with_what_is_open_at_once() throws Exception {
        OpenCallJournal journal = OpenCallJournal.create(folder);
        for (OpenCall call : calls(10_000)) {
            assertThat(journal.put(call)).isTrue();
            journal.remove(call.id());
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(2 * SlotFile.SLOT);
        assertThat(OpenCallJournal.read(folder)).isEmpty();

        calls(3_000).forEach(journal::put);

        assertThat(Files.size(file)).isLessThanOrEqualTo(3_001 * SlotFile.SLOT);
        assertThat(OpenCallJournal.read(folder)).containsExactlyInAnyOrderElementsOf(calls(3_000));
    }

    @Test
    void threads_do_not_get_into_each_others_slots() throws Exception {
        OpenCallJournal journal = OpenCallJournal.create(folder);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 1_000;
            threads.add(new Thread(() -> {
                for (int n = first; n < first + 1_000; n++) {
                    journal.put(call(n));
                    journal.put(call(n));
                    if (n % 2 == 1) {
                        journal.remove("call-" + n);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(OpenCallJournal.read(folder))
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 4_000)
                        .filter(n -> n % 2 == 0)
                        .mapToObj(OpenCallJournalTest::call)
                        .toList());
    }

    @Test
    void a_call_damaged_on_disk_is_not_there_and_the_others_are() throws Exception {
        OpenCallJournal journal = OpenCallJournal.create(folder);
        calls(100).forEach(journal::put);
        byte[] sound = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = sound.clone();
            int slot = 1 + random.nextInt(100);
            damaged[slot * SlotFile.SLOT + random.nextInt(100)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(OpenCallJournal.read(folder)).hasSize(99).isSubsetOf(calls(100));
        }
    }

    @RepeatedTest(5)
    void a_killed_process_leaves_exactly_what_it_had_open() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpeningProcess.class.getName(),
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
        OpenCall last = OpeningProcess.call(told + 1, "amended");
        assertThat(OpenCallJournal.read(folder))
                .contains(last)
                .isSubsetOf(
                        last,
                        OpeningProcess.call(told, "amended"),
                        OpeningProcess.call(told + 2, null),
                        OpeningProcess.call(told + 2, "amended"));
    }

    @Test
    void a_file_of_something_else_is_refused_and_kept() throws Exception {
        Files.writeString(file, "groqmeter open calls 2\n" + "x".repeat(2_000));

        assertThatThrownBy(() -> OpenCallJournal.read(folder))
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining(OpenCallJournal.NAME);
        assertThat(file).isNotEmptyFile();
    }
}
