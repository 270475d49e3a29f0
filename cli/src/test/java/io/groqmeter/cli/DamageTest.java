package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.books.RunMarker;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to the data folder of a killed gateway is told at the next start, in health and by {@code doctor}, until somebody has
 * seen to it; the kill alone is nothing to tell.
 */
class DamageTest {

    @TempDir
    Path folder;

    private GroqSimulator groq;

    @BeforeEach
    void startGroq() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
    }

    @AfterEach
    void stopGroq() {
        groq.close();
    }

    private Path data(String name) {
        return folder.resolve("debug_data").resolve(name);
    }

    private static String send(String url, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("authorization", "Bearer gsk_planted")
                .header("content-type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }

    private static void chat(String url) throws Exception {
        send(
                url,
                "POST",
                "/openai/v1/chat/completions",
                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}");
    }

    private static String health(String url) throws Exception {
        return send(url, "GET", "/healthz", "");
    }

    private void kill(GatewayProcess gateway) throws InterruptedException {
        gateway.close();
        assertThat(gateway.exitCode(30)).isNotEqualTo(-1);
    }

    /** Three calls, a budget and a key, all of it in the books, and a kill. */
    private void killed() throws Exception {
        GatewayProcess gateway = new GatewayProcess(folder, groq, "-XX:TieredStopAtLevel=1");
        for (int n = 0; n < 3; n++) {
            chat(gateway.url());
        }
        send(gateway.url(), "POST", "/api/budgets", "{\"scope\":\"all\",\"usd\":\"5\",\"period\":\"day\"}");
        send(gateway.url(), "POST", "/api/keys", "{\"name\":\"ana\"}");
        // Three calls, the secret's mark, the budget and the key.
        await().atMost(Duration.ofSeconds(30)).until(() -> RunMarker.before(folder.resolve("debug_data"))
                .filter(said -> said.reached().records() == 3 && said.reached().policies() == 3)
                .isPresent());
        kill(gateway);
    }

    private RunningCommand serve() {
        return RunningCommand.listening(Map.of(), folder, "serve", "--port", "0", "--upstream", groq.baseUrl());
    }

    /** The next start tells it everywhere, until damage.txt is removed. */
    private void isTold(String... words) throws Exception {
        assertThat(doctor()).as("doctor, before the start").contains(words);
        try (RunningCommand serve = serve()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> serve.err().contains("damage.txt"));
            assertThat(serve.err()).contains(words);
            assertThat(health(serve.url()))
                    .contains("\"status\":\"degraded\"", "\"recording\":true")
                    .contains(words);
            assertThat(doctor()).contains(words).contains("damage.txt");
        }
        assertThat(data("damage.txt")).content().contains(words);
        try (RunningCommand again = serve()) {
            assertThat(health(again.url())).contains("\"status\":\"degraded\"").contains(words);
            Files.delete(data("damage.txt"));
            assertThat(health(again.url())).contains("\"status\":\"ok\"", "\"damage\":[]");
            assertThat(doctor()).doesNotContain(words);
        }
    }

    private String doctor() {
        CommandRun run = CommandRun.in(folder, "doctor");
        return run.out() + run.err();
    }

    private Path aside() throws IOException {
        try (var files = Files.list(folder.resolve("debug_data"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("calls.journal.damaged-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String total() {
        return CommandRun.in(folder, "stats", "total", "--json").out();
    }

    @Test
    void twenty_kills_are_nothing_to_tell() throws Exception {
        for (int kill = 0; kill < 20; kill++) {
            GatewayProcess gateway = new GatewayProcess(folder, groq, "-XX:TieredStopAtLevel=1");
            assertThat(health(gateway.url())).as("kill %s", kill).contains("\"damage\":[]");
            Thread[] calls = new Thread[kill % 4];
            for (int n = 0; n < calls.length; n++) {
                calls[n] = new Thread(() -> {
                    try {
                        chat(gateway.url());
                    } catch (Exception e) {
                        // The kill cut it off.
                    }
                });
                calls[n].start();
            }
            if (kill % 2 == 0) {
                for (Thread call : calls) {
                    call.join();
                }
            }
            kill(gateway);
        }
        assertThat(doctor()).doesNotContain("damage");
        try (RunningCommand serve = serve()) {
            assertThat(health(serve.url())).contains("\"status\":\"ok\"");
        }
        assertThat(data("damage.txt")).doesNotExist();
        assertThat(data("groqmeter.running")).as("after an end in good order").doesNotExist();
    }

    @Test
    void a_flipped_byte_in_the_journal() throws Exception {
        killed();
        byte[] journal = Files.readAllBytes(data("calls.journal"));
        byte[] damaged = journal.clone();
        damaged[1024 + 90] ^= 1;
        Files.write(data("calls.journal"), damaged);
        isTold("calls.journal was damaged", "1 of its");
        assertThat(aside()).hasBinaryContent(damaged);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_journal_cut_at_a_slots_border() throws Exception {
        killed();
        Files.write(data("calls.journal"), Arrays.copyOf(Files.readAllBytes(data("calls.journal")), 1024));
        isTold("calls.journal was damaged");
    }

    @Test
    void a_journal_that_was_emptied() throws Exception {
        killed();
        Files.write(data("calls.journal"), new byte[0]);
        isTold("calls.journal was emptied");
    }

    @Test
    void a_journal_that_was_deleted() throws Exception {
        killed();
        Files.delete(data("calls.journal"));
        isTold("calls.journal was removed");
    }

    @Test
    void a_file_of_something_else_in_the_journals_place() throws Exception {
        killed();
        Files.writeString(data("calls.journal"), "hello\n".repeat(400));
        isTold("calls.journal was not a journal");
        assertThat(total()).contains("\"total_requests\" : 3,");
    }

    @Test
    void another_installations_journal_brings_nothing_into_these_books_nor_does_reading_them() throws Exception {
        killed();
        Path theirs = Files.move(data("calls.journal"), folder.resolve("theirs"));
        try (var files = Files.walk(folder.resolve("debug_data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        serve().close();
        Files.copy(theirs, data("calls.journal"));
        assertThat(total()).contains("\"total_requests\" : 0,");
        isTold("calls.journal belonged to another installation");
        assertThat(total()).contains("\"total_requests\" : 0,");
        assertThat(aside()).hasSameBinaryContentAs(theirs);
    }

    @Test
    void a_deleted_write_ahead_log() throws Exception {
        killed();
        Files.delete(data("groqmeter.db-wal"));
        isTold("lacks 3 records", "lacks 3 changes of budgets, limits, caller keys");
    }

    @Test
    void a_deleted_journal_and_a_deleted_write_ahead_log() throws Exception {
        killed();
        Files.delete(data("groqmeter.db-wal"));
        Files.delete(data("calls.journal"));
        isTold("calls.journal was removed", "lacks 3 records");
    }

    @Test
    void
            a_database_removed_while_it_runs_gets_no_more_calls_and_the_next_start_takes_them_in_and_tells_what_is_lacking()
                    throws Exception {
        try (GatewayProcess gateway = new GatewayProcess(folder, groq, "-XX:TieredStopAtLevel=1")) {
            chat(gateway.url());
            chat(gateway.url());
            await().atMost(Duration.ofSeconds(30)).until(() -> RunMarker.before(folder.resolve("debug_data"))
                    .filter(said -> said.reached().records() == 2)
                    .isPresent());
            for (String file : List.of("groqmeter.db", "groqmeter.db-wal", "groqmeter.db-shm")) {
                Files.deleteIfExists(data(file));
            }
            chat(gateway.url());
            assertThat(health(gateway.url()))
                    .contains("\"status\":\"degraded\"", "\"recording\":true", "1 record waits in", "is gone");
            gateway.terminate();
            assertThat(gateway.exitCode(30)).isZero();
        }
        try (RunningCommand serve = serve()) {
            await().atMost(Duration.ofSeconds(30)).until(() -> serve.err().contains("lacks 2 records"));
            assertThat(health(serve.url())).contains("lacks 2 records");
            // One that waited; and what slots of before still hold comes back too.
            assertThat(total()).containsPattern("\"total_requests\"\\s*:\\s*[1-3],");
        }
    }

    @Test
    void a_new_secret_is_told_for_as_long_as_it_leaves_a_key_dead() throws Exception {
        killed();
        Files.delete(data("groqmeter.secret"));
        try (RunningCommand serve = serve()) {
            assertThat(health(serve.url()))
                    .contains("\"status\":\"degraded\"", "The caller key ana does not work", "keys rotate");
            assertThat(CommandRun.in(folder, "keys", "rotate", "ana").exitCode())
                    .isZero();
            assertThat(health(serve.url())).contains("\"status\":\"ok\"", "\"damage\":[]");
        }
        assertThat(data("damage.txt")).doesNotExist();
    }

    @Test
    void a_budgets_file_that_cannot_be_enforced_is_told_and_refused_at_the_start() throws Exception {
        String impossible = "{\"budgets\":[{\"scope\":\"al\",\"usd\":\"5\",\"period\":\"day\"}]}";
        try (RunningCommand serve = serve()) {
            Files.writeString(data("budgets.json"), impossible);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(health(serve.url()))
                    .contains("\"status\":\"degraded\"", "budgets.json: unknown scope 'al'"));
            assertThat(doctor()).contains("❌ budgets", "unknown scope 'al'");
        }
        assertThat(doctor()).contains("❌ budgets", "unknown scope 'al'");
        assertThatThrownBy(this::serve).hasMessageContaining("budgets.json: unknown scope 'al'");
        Files.delete(data("budgets.json"));
        try (RunningCommand serve = serve()) {
            assertThat(health(serve.url())).contains("\"status\":\"ok\"");
        }
    }

    @Test
    void kills_under_either_durability_are_nothing_to_tell() throws Exception {
        for (String durability : new String[] {"power", "process", "power"}) {
            GatewayProcess gateway = GatewayProcess.with(Map.of("GROQMETER_DURABILITY", durability), folder, groq);
            assertThat(health(gateway.url())).contains("\"damage\":[]");
            chat(gateway.url());
            kill(gateway);
        }
        try (RunningCommand serve = serve()) {
            assertThat(health(serve.url())).contains("\"damage\":[]");
        }
    }

    @Test
    void restored_books_are_not_behind_themselves() throws Exception {
        serve().close();
        assertThat(CommandRun.in(folder, "backup", "books.backup").exitCode()).isZero();
        killed();
        assertThat(CommandRun.in(folder, "restore", "--replace", "books.backup").exitCode())
                .isZero();
        try (RunningCommand serve = serve()) {
            assertThat(health(serve.url())).contains("\"damage\":[]");
        }
    }
}
