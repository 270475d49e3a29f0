package io.groqmeter.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.RunningCommand;
import io.groqmeter.cli.books.Books;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    Path folder;

    @Test
    void where_all_is_well_it_says_so_and_changes_nothing() throws IOException {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local().withClock(CommandRun.NOW))) {
            CommandRun run = CommandRun.in(folder, "doctor", "--port", "0", "--upstream", groq.baseUrl());
            assertThat(run.out())
                    .contains("✅ java: ", "✅ data folder: ", "✅ books: no database yet", "✅ prices: ")
                    .contains("✅ gateway: not running; 127.0.0.1:0 is free")
                    .contains("✅ upstream: " + groq.baseUrl() + " answers (401)")
                    .doesNotContain("❌");
            assertThat(run.exitCode()).isZero();
            assertThat(groq.books().total().cost()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void what_is_broken_is_told_with_its_mend() throws IOException {
        Path data = Files.createDirectory(folder.resolve("debug_data"));
        Files.writeString(data.resolve("prices.json"), "{");
        Files.writeString(data.resolve(Books.DATABASE), "no database, but long enough to look like one. ".repeat(20));
        CommandRun run = CommandRun.with(
                Map.of("GROQMETER_PORTT", "1"), folder, "doctor", "--port", "0", "--upstream", "http://127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("❌ prices: ", "prices.json, line 1")
                .contains("✅ settings: zone UTC", "❌ books: ", "not a SQLite database")
                .contains("❌ upstream: http://127.0.0.1:1 cannot be reached")
                .contains("⚠️ settings: GROQMETER_PORTT is not a setting");
    }

    @Test
    void beside_a_running_gateway_it_looks_at_what_that_one_uses() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of("GROQMETER_ZONE", "Asia/Kolkata"),
                        folder,
                        "serve",
                        "--port",
                        "0",
                        "--upstream",
                        groq.baseUrl())) {
            serve.chat();
            assertThat(CommandRun.in(folder, "doctor").out())
                    .contains("upstream: " + groq.baseUrl() + " answers", "✅ settings: zone Asia/Kolkata, ");
            assertThat(CommandRun.in(folder, "doctor", "--upstream", "http://127.0.0.1:1")
                            .out())
                    .contains("upstream: " + groq.baseUrl() + " answers")
                    .contains("⚠️ settings: the running gateway forwards to " + groq.baseUrl()
                            + "; http://127.0.0.1:1 counts from its next start");
        }
        assertThat(CommandRun.in(folder, "doctor", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("❌ upstream: http://127.0.0.1:1 cannot be reached");
    }

    @Test
    void a_model_whose_limits_are_not_known_is_named() throws IOException {
        assertThat(CommandRun.in(folder, "doctor", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .doesNotContain("model limits");
        Path data = Files.createDirectory(folder.resolve("debug_data"));
        Files.writeString(
                data.resolve("prices.json"),
                "{\"prices\":[{\"model\":\"acme/new-1\",\"input\":\"1\",\"output\":\"2\"}]}");
        assertThat(CommandRun.in(folder, "doctor", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("⚠️ model limits: context window and longest answer are not known for acme/new-1; a hard"
                        + " budget reserves up to 131072 output tokens");
    }

    @Test
    void a_clock_that_is_wrong_is_remarked() throws IOException {
        try (GroqSimulator groq = GroqSimulator.start(
                SimulatorConfig.local().withClock(() -> CommandRun.NOW.instant().minusSeconds(300)))) {
            assertThat(CommandRun.in(folder, "doctor", "--port", "0", "--upstream", groq.baseUrl(), "--json")
                            .out())
                    .contains("\"state\" : \"remark\"", "differ by 300 s");
        }
    }

    @Test
    void a_running_gateway_is_found_and_its_books_can_be_read_whole() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of(), folder, "serve", "--port", "0", "--upstream", groq.baseUrl())) {
            serve.chat();
            assertThat(CommandRun.in(folder, "doctor", "--thorough").out())
                    .contains("✅ gateway: runs: process ", serve.url())
                    .contains("✅ books: ", "; 1 call, $0.0000");
        }
    }
}
