package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.books.Books;
import io.groqmeter.store.UsageRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk and other processes do to the database of a running gateway: calls pass, nothing is lost, nothing counts twice. */
class StoreFaultsTest {

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("debug_data");
    }

    private static void calls(MeteredSimulator gateway, int count) throws Exception {
        for (int number = 0; number < count; number++) {
            assertThat(gateway.chat().statusCode()).isEqualTo(200);
        }
    }

    /** Waits until every call is in the books, once, as Groq's own books have it, and health is good again. */
    private static void everythingIsInTheBooks(MeteredSimulator gateway, int count) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(gateway.get("/healthz").body()).contains("\"status\":\"ok\"", "\"spooled\":0"));
        assertThat(gateway.records()).hasSize(count).extracting(UsageRecord::id).doesNotHaveDuplicates();
        assertThat(gateway.differences()).isEmpty();
        assertThat(gateway.store().openCalls()).isEmpty();
    }

    @Test
    void while_another_process_locks_the_database_calls_wait_in_the_journal_and_everybody_is_told() throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve(Books.DATABASE));
                Statement statement = other.createStatement()) {
            calls(gateway, 1);
            assertThat(gateway.records()).hasSize(1);
            statement.execute("begin immediate");
            calls(gateway, 5);
            assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/healthz").body())
                    .contains("\"status\":\"degraded\"", "\"spooled\":5", "5 records wait in");
            assertThat(gateway.get("/api/summary").body()).contains("\"spooled\":5");
            assertThat(CommandRun.in(folder, "stats").err())
                    .contains("5 calls have settled but not been counted here yet");
            assertThat(gateway.records()).hasSize(1);
            statement.execute("rollback");
            everythingIsInTheBooks(gateway, 6);
        }
    }

    @Test
    void on_a_full_disk_calls_go_to_what_the_journal_had_taken_of_it_before() throws Exception {
        onAFullDisk("2", 3, 200, "\"status\":\"degraded\"", "\"recording\":true", "\"spooled\":3");
    }

    @Test
    void on_a_full_disk_without_that_reserve_they_wait_in_memory_and_health_counts_them() throws Exception {
        onAFullDisk("0", 65, 503, "\"status\":\"degraded\"", "\"recording\":false");
    }

    /** @param calls without a reserve, one more than the slots the file grows by */
    private void onAFullDisk(String reserve, int calls, int status, String... health) throws Exception {
        Files.createDirectories(data());
        Assumptions.assumeTrue(
                Processes.succeed("mount", "-t", "tmpfs", "-o", "size=40m", "none", data().toString()),
                "mounting a small disk needs root and tmpfs");
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of("GROQMETER_SPOOL_RESERVE_MB", reserve))) {
            calls(gateway, 1);
            Path filler = data().resolve("filler");
            fill(filler);
            calls(gateway, calls);
            assertThat(gateway.get("/healthz").statusCode()).isEqualTo(status);
            assertThat(gateway.get("/healthz").body()).contains(health);
            if (status == 503) {
                assertThat(gateway.get("/healthz").body()).doesNotContain("\"backlog\":0");
            }
            Files.delete(filler);
            everythingIsInTheBooks(gateway, calls + 1);
        } finally {
            Processes.succeed("umount", data().toString());
        }
    }

    private static void fill(Path filler) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    @Test
    void when_the_database_turns_read_only_calls_wait_in_the_journal() throws Exception {
        turnReadOnlyInMidRun(false, "\"recording\":true", "records wait in");
    }

    @Test
    void when_the_whole_folder_turns_read_only_calls_wait_in_memory() throws Exception {
        turnReadOnlyInMidRun(true, "\"recording\":false", "nor can");
    }

    private void turnReadOnlyInMidRun(boolean journalToo, String... health) throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of())) {
            calls(gateway, 1);
            List<String> files = files(journalToo);
            Assumptions.assumeTrue(change("+i", files), "making files immutable needs root and a file system that can");
            try {
                calls(gateway, 2);
                assertThat(gateway.get("/healthz").body())
                        .contains("\"status\":\"degraded\"")
                        .contains(health);
            } finally {
                assertThat(change("-i", files)).isTrue();
            }
            everythingIsInTheBooks(gateway, 3);
        }
    }

    /**
     * All but SQLite's {@code -shm} file, which is mapped into memory: on a file system that turns read-only, writing to it can end
     * the process as SIGKILL does, before anybody is asked.
     */
    private List<String> files(boolean journalToo) throws IOException {
        try (Stream<Path> files = Files.list(data())) {
            List<String> found = new ArrayList<>(files.map(Path::toString)
                    .filter(file -> !file.endsWith("-shm"))
                    .filter(file -> journalToo || !file.endsWith("calls.journal"))
                    .toList());
            if (journalToo) {
                found.add(data().toString());
            }
            return found;
        }
    }

    private static boolean change(String attribute, List<String> files) throws Exception {
        List<String> command = new ArrayList<>(List.of("chattr", attribute));
        command.addAll(files);
        return Processes.succeed(command.toArray(String[]::new));
    }
}
