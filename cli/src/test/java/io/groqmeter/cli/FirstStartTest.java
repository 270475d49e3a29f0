package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.books.Books;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a first start leaves that was killed or met a full disk: the next one begins as if nothing had been. */
class FirstStartTest {

    @TempDir
    Path folder;

    private Path data;
    private GroqSimulator groq;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(folder.resolve("debug_data"));
        groq = GroqSimulator.start(SimulatorConfig.local());
    }

    @AfterEach
    void stop() {
        groq.close();
    }

    private RunningCommand serve() {
        return RunningCommand.listening(Map.of(), folder, "serve", "--port", "0", "--upstream", groq.baseUrl());
    }

    private void itStartsAndCounts() throws Exception {
        try (RunningCommand serve = serve()) {
            assertThat(serve.chat()).isEqualTo(200);
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 1,");
        }
        assertThat(CommandRun.in(folder, "stats", "total", "--json").out()).contains("\"total_requests\" : 1,");
    }

    private Path database() {
        return data.resolve(Books.DATABASE);
    }

    private Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Test
    void a_database_without_a_byte_is_begun_anew_and_the_first_tools_past_is_taken_over() throws Exception {
        Files.createFile(database());
        Files.writeString(data.resolve("daily_stats.json"), """
                {"2026-10-01": {"date": "2026-10-01", "total_requests": 2, "total_input_tokens": 10,
                  "total_output_tokens": 20, "total_cost_usd": 0.5, "models_used": {"m": 2}}}""");
        assertThat(CommandRun.in(folder, "stats", "total", "--json").out()).contains("\"total_requests\" : 2,");
        try (RunningCommand serve = serve()) {
            assertThat(serve.chat()).isEqualTo(200);
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 3,");
        }
    }

    @Test
    void a_database_without_tables_is_begun_anew() throws Exception {
        try (Connection connection = connect(database());
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
        }
        assertThat(Files.size(database())).isPositive();
        assertThat(CommandRun.in(folder, "stats", "total").exitCode()).isZero();
        itStartsAndCounts();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void a_kill_in_the_middle_of_making_the_tables(String journal) throws Exception {
        Path made = folder.resolve("made.db");
        try (Connection connection = connect(made);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = " + journal);
            statement.execute("pragma cache_size = 1"); // what is written leaves memory before it is committed
            statement.execute("begin immediate");
            statement.execute("create table setting (name text primary key, value text not null)");
            statement.execute(
                    "insert into setting with recursive n(i) as (values (1) union all select i + 1 from n where i < 300) select 'n' || i, hex(randomblob(1500)) from n");
            for (String suffix : List.of("", "-wal", "-journal")) {
                Path file = folder.resolve("made.db" + suffix);
                if (Files.exists(file)) {
                    Files.copy(file, data.resolve(Books.DATABASE + suffix));
                }
            }
        }
        itStartsAndCounts();
    }

    @Test
    void a_secret_without_a_byte_is_made_anew() throws Exception {
        Files.createFile(data.resolve("groqmeter.secret"));
        itStartsAndCounts();
        assertThat(Files.size(data.resolve("groqmeter.secret"))).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"groqmeter.lock", "groqmeter.importing", "groqmeter.db", "groqmeter.db-wal", "calls.journal"})
    void a_kill_as_soon_as_a_file_is_there(String file) throws Exception {
        Process first = start();
        await().atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Files.exists(data.resolve(file)));
        first.destroyForcibly().waitFor();
        itStartsAndCounts();
    }

    /** A gateway in a process of its own. */
    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--port=0",
                        "--upstream=" + groq.baseUrl())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("first.log").toFile())
                .start();
    }

    @Test
    void a_database_that_is_locked_for_a_moment_is_waited_for_and_that_is_said() throws Exception {
        serve().close();
        Process gateway;
        try (Connection connection = connect(database());
                Statement statement = connection.createStatement()) {
            statement.execute("begin immediate");
            gateway = start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(folder.resolve("first.log")).contains("locked; waiting for it"));
            statement.execute("rollback");
        }
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(folder.resolve("first.log")).contains("http://127.0.0.1:"));
        } finally {
            gateway.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_full_disk_at_the_first_start_is_told_and_room_made_afterwards_is_enough() throws Exception {
        Assumptions.assumeTrue(
                Processes.succeed("mount", "-t", "tmpfs", "-o", "size=4m", "none", data.toString()),
                "mounting a small disk needs root and tmpfs");
        try {
            Path filler = data.resolve("filler");
            for (int room = 0; room <= 96 * 1024; room += 16 * 1024) {
                fill(filler, room);
                tryToStart();
                Files.delete(filler);
            }
            itStartsAndCounts();
        } finally {
            Processes.succeed("umount", data.toString());
        }
    }

    /** It may refuse, in words. */
    private void tryToStart() {
        try {
            serve().close();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageStartingWith("it ended: groqmeter: ").hasMessageNotContaining("unexpected error");
        }
    }

    private static void fill(Path filler, int room) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        try (var file = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - room);
        }
    }
}
