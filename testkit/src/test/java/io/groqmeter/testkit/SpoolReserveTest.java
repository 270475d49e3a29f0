package io.groqmeter.testkit;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.Durability;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.store.spool.SpoolingUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zeros behind a spool's lines: space for a full disk, that never turns into lines. */
class SpoolReserveTest {

    private static final int RESERVE = 100_000;

    private final InMemoryUsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
    private final TroubledStore troubled = new TroubledStore(books);
    private final CountDownLatch returned = new CountDownLatch(1);

    @TempDir
    Path folder;

    private SpoolingUsageStore open() {
        SpoolingUsageStore store =
                SpoolingUsageStore.before(troubled, folder, Durability.PROCESS, Duration.ofMillis(200), RESERVE);
        store.onReturn(returned::countDown);
        return store;
    }

    @AfterEach
    void recover() {
        troubled.recover();
    }

    private Path file() {
        return folder.resolve("usage_spool.jsonl");
    }

    private List<String> recorded() {
        return books.after(0, RecordQuery.MOST).stream()
                .map(UsageStore.Positioned::record)
                .map(UsageRecord::id)
                .toList();
    }

    @Test
    void what_fits_into_the_reserve_needs_no_space_of_the_disk() throws Exception {
        try (SpoolingUsageStore store = open()) {
            troubled.fail();
            assertThat(file()).hasSize(RESERVE);
            for (int number = 0; number < 50; number++) {
                store.append(UsageBatch.of(record("r-" + number).build()));
            }
            assertThat(file()).hasSize(RESERVE);
            assertThat(SpoolingUsageStore.spooled(folder)).isEqualTo(50);
            troubled.recover();
            assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(recorded()).hasSize(50).doesNotHaveDuplicates();
            assertThat(file()).hasSize(RESERVE);
            assertThat(Files.readAllBytes(file())).containsOnly(0);
        }
    }

    @Test
    void what_grew_beyond_it_comes_in_and_the_file_is_as_large_as_before() throws Exception {
        try (SpoolingUsageStore store = open()) {
            troubled.fail();
            for (int number = 0; number < 1_000; number++) {
                store.append(UsageBatch.of(record("r-" + number).build()));
            }
            assertThat(Files.size(file())).isGreaterThan(RESERVE);
            troubled.recover();
            assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(recorded()).hasSize(1_000).doesNotHaveDuplicates();
            assertThat(file()).hasSize(RESERVE);
        }
    }

    @Test
    void a_torn_line_in_the_reserve_and_leftovers_behind_it_are_wiped_and_the_lines_before_come_in() throws Exception {
        String whole = new UsageLine.Settled(record("whole").build()).text() + "\n";
        String torn = new UsageLine.Settled(record("torn").build()).text().substring(0, 50);
        byte[] bytes = new byte[RESERVE];
        write(bytes, 0, whole + torn);
        write(bytes, 5_000, new UsageLine.Settled(record("long taken").build()).text() + "\n");
        try (RandomAccessFile spool = new RandomAccessFile(file().toFile(), "rw")) {
            spool.write(bytes);
        }
        try (SpoolingUsageStore store = open()) {
            assertThat(store.mended())
                    .hasValueSatisfying(told -> assertThat(told).contains("cut off"));
            assertThat(recorded()).containsExactly("whole");
            assertThat(Files.readAllBytes(file())).containsOnly(0).hasSize(RESERVE);
        }
    }

    private static void write(byte[] to, int at, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, to, at, bytes.length);
    }
}
