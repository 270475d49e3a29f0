package io.groqmeter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.OpenCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads write a journal, and others read it meanwhile. */
class CallJournalThreadsTest {

    private final Path folder;

    CallJournalThreadsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static OpenCall call(long n) {
        return CallingProcess.call(n, "llama-3.1-8b-instant");
    }

    @Test
    void threads_do_not_get_into_each_others_slots() throws Exception {
        CallJournal journal = JournalFixture.open(folder);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int first = t * 1_000;
            threads.add(new Thread(() -> {
                for (int n = first; n < first + 1_000; n++) {
                    journal.open(call(n));
                    journal.open(call(n));
                    if (n % 2 == 1) {
                        journal.forget("call-" + n);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(JournalReading.of(folder).open())
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 4_000)
                        .filter(n -> n % 2 == 0)
                        .mapToObj(CallJournalThreadsTest::call)
                        .toList());
    }

    @Test
    void a_call_told_again_while_it_is_forgotten_takes_no_other_calls_slot() throws Exception {
        CallJournal journal = JournalFixture.open(folder);
        Thread forgetting = new Thread(() -> {
            for (int n = 0; n < 20_000; n++) {
                journal.forget("call-0");
            }
        });
        forgetting.start();
        for (int n = 1; n <= 2_000; n++) {
            journal.open(call(0));
            journal.open(call(0));
            journal.open(call(n));
        }
        forgetting.join();

        assertThat(JournalReading.of(folder).open())
                .containsAll(LongStream.rangeClosed(1, 2_000)
                        .mapToObj(CallJournalThreadsTest::call)
                        .toList())
                .hasSizeLessThanOrEqualTo(2_001);
    }

    @Test
    void a_journal_that_goes_while_it_is_read_is_empty() throws Exception {
        Thread process = new Thread(() -> {
            for (int n = 0; n < 500; n++) {
                JournalFixture.open(folder).close();
            }
        });
        process.start();
        while (process.isAlive()) {
            assertThat(JournalReading.of(folder).open()).isEmpty();
        }
        process.join();
    }
}
