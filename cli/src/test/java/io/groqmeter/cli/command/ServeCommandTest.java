package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.RunningCommand;
import io.groqmeter.cli.books.Books;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    private static final String SEED_LOG = """
            [
              {"input_tokens": 1500, "output_tokens": 800, "total_tokens": 2300, "cost_usd": 0.00125,
               "timestamp": "2025-01-15T10:30:00", "model": "llama3-70b-8192", "request_id": "chat_1705312200"}
            ]
            """;

    @TempDir
    Path folder;

    private GroqSimulator groq;
    private Path data;

    @BeforeEach
    void startGroq() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
        data = folder.resolve("debug_data");
    }

    @AfterEach
    void stopGroq() {
        groq.close();
    }

    @Test
    void a_call_is_in_the_books_that_every_surface_reads() throws Exception {
        try (RunningCommand serve = serve(Map.of())) {
            assertThat(serve.chat()).isEqualTo(200);
            String stats = serve.get("/debug/stats?type=total");
            assertThat(stats).contains("\"total_requests\" : 1,");
            assertThat(CommandRun.in(folder, "stats", "total", "--json").out())
                    .as("while the gateway runs")
                    .isEqualTo(stats);
            assertThat(CommandRun.in(folder, "log", "--json").out().strip())
                    .isEqualTo(serve.get("/debug/usage_log").strip());
            assertThat(serve.end()).isZero();
            assertThat(CommandRun.in(folder, "stats", "total", "--json").out())
                    .as("after it")
                    .isEqualTo(stats);
        }
    }

    @Test
    void it_says_where_it_is_and_what_to_set() {
        try (RunningCommand serve = serve(Map.of("GROQMETER_LANG", "es", "GROQMETER_PROT", "1"))) {
            assertThat(serve.out())
                    .contains("escucha en " + serve.url())
                    .contains("OPENAI_BASE_URL=" + serve.url() + "/openai/v1")
                    .contains(groq.baseUrl())
                    .contains(data.resolve("groqmeter.db").toString());
            assertThat(serve.err())
                    .contains("GROQMETER_PROT no es una variable", "sin GROQ_API_KEY: cada cliente envía");
        }
    }

    @Test
    void debug_prints_a_line_for_every_call() throws Exception {
        try (RunningCommand serve = serve(Map.of("GROQ_DEBUG", "true"))) {
            serve.chat();
            await().until(() -> serve.out().contains("TRACKED openai/gpt-oss-20b · "));
        }
    }

    @Test
    void with_debug_off_calls_pass_and_are_not_recorded() throws Exception {
        try (RunningCommand serve = serve(Map.of("GROQ_DEBUG", "false"))) {
            assertThat(serve.chat()).isEqualTo(200);
            assertThat(serve.err()).contains("NOT recorded");
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 0,");
        }
    }

    @Test
    void a_second_gateway_on_the_same_folder_is_refused_and_told_of_the_first() {
        try (RunningCommand serve = serve(Map.of())) {
            CommandRun second = CommandRun.in(folder, "serve", "--port", "0");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .contains("another gateway already writes the books in " + data)
                    .contains("process " + ProcessHandle.current().pid() + ", " + serve.url())
                    .hasLineCount(1);
        }
        serve(Map.of()).close();
    }

    @Test
    void a_port_that_is_taken_is_one_line_and_leaves_the_folder_free() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = CommandRun.in(folder, "serve", "--port", Integer.toString(other.getLocalPort()));
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "cannot listen on 127.0.0.1:" + other.getLocalPort() + ": Address already in use", "--port")
                    .hasLineCount(1);
        }
        serve(Map.of()).close();
    }

    @Test
    void the_first_tools_files_are_imported_at_the_first_start_and_never_twice() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("usage_log.json"), SEED_LOG);
        try (RunningCommand serve = serve(Map.of())) {
            assertThat(serve.err()).contains("usage_log.json: 1 added");
            assertThat(serve.get("/debug/stats?date=2025-01-15"))
                    .contains("\"total_requests\" : 1,", "\"total_cost_usd\" : 0.00125,");
        }
        try (RunningCommand serve = serve(Map.of())) {
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 1,");
        }
    }

    @Test
    void an_import_that_a_dead_process_left_half_done_goes_on() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("usage_log.json"), SEED_LOG);
        SqliteUsageStore.open(data.resolve(Books.DATABASE), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)
                .close();
        Files.createFile(data.resolve("groqmeter.importing"));
        try (RunningCommand serve = serve(Map.of())) {
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 1,");
        }
        assertThat(data.resolve("groqmeter.importing")).doesNotExist();
    }

    @Test
    void files_without_a_store_that_keeps_files_are_refused() {
        CommandRun run =
                CommandRun.with(Map.of("GROQ_SAVE_DEBUG", "true"), folder, "serve", "--port", "0", "--store", "memory");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("GROQ_SAVE_DEBUG=true keeps files").hasLineCount(1);
    }

    @Test
    void with_save_debug_the_first_tools_files_grow_too() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("usage_log.json"), SEED_LOG);
        try (RunningCommand serve = serve(Map.of("GROQ_SAVE_DEBUG", "true"))) {
            serve.chat();
        }
        assertThat(data.resolve("usage_log.json")).content().contains("chat_1705312200", "openai/gpt-oss-20b");
        assertThat(data.resolve("daily_stats.json")).content().contains("\"2025-01-15\"", "\"openai/gpt-oss-20b\"");
        assertThat(CommandRun.in(folder, "stats", "total", "--json").out()).contains("\"total_requests\" : 2,");
    }

    @Test
    void calls_a_dead_process_left_open_are_listed_as_unsettled() throws Exception {
        try (UsageStore store = SqliteUsageStore.open(
                data.resolve(Books.DATABASE), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            OpenCall left = new OpenCall(
                    "gm-01kamf7v7k0000000000000000",
                    Instant.parse("2026-11-22T10:00:00Z"),
                    Endpoint.CHAT,
                    "openai/gpt-oss-20b",
                    Attribution.none(),
                    Optional.empty(),
                    null);
            store.append(new UsageBatch(List.of(left), List.of()));
        }
        try (RunningCommand serve = serve(Map.of())) {
            assertThat(serve.err()).contains("One call was open when groqmeter last ended");
            assertThat(serve.get("/api/unsettled")).contains("gm-01kamf7v7k0000000000000000");
        }
        assertThat(CommandRun.in(folder, "stats", "--date", "2026-11-22").out()).contains("One call is unsettled");
    }

    @Test
    void the_memory_store_leaves_nothing_behind() throws Exception {
        try (RunningCommand serve = serve(Map.of("GROQMETER_STORE", "memory"))) {
            serve.chat();
            assertThat(serve.get("/debug/stats")).contains("\"total_requests\" : 1,");
        }
        assertThat(folder).isEmptyDirectory();
        CommandRun stats = CommandRun.in(folder, "stats", "--store", "memory");
        assertThat(stats.exitCode()).isEqualTo(2);
        assertThat(stats.err()).contains("curl http://127.0.0.1:5001/debug/stats");
    }

    @Test
    void a_callers_key_is_nowhere_on_disk() throws Exception {
        try (RunningCommand serve = serve(Map.of("GROQ_SAVE_DEBUG", "true"))) {
            serve.chat();
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("gsk_planted")
                        .doesNotContain("hola");
            }
        }
    }

    @Test
    void a_data_folder_that_cannot_be_one_is_one_line() throws IOException {
        Files.writeString(folder.resolve("debug_data"), "a file");
        CommandRun run = CommandRun.in(folder, "serve", "--port", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("cannot write to the data folder " + data, "--data")
                .hasLineCount(1);
    }

    private RunningCommand serve(Map<String, String> env) {
        return RunningCommand.listening(env, folder, "serve", "--port", "0", "--upstream", groq.baseUrl());
    }
}
