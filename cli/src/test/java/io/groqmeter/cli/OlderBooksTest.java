package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Books that earlier groqmeters wrote. The files {@code released/books-N.db.gz} were written by the builds that had N files of tables:
 * eight calls each, of which one failed, by four models and two projects; from the third on, a caller key, a budget and a limit.
 */
class OlderBooksTest {

    private static final int KEYS_SINCE = 3;
    private static final int NEWEST = 4;

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(folder.resolve("debug_data"));
    }

    /** In the zone the books have. */
    private CommandRun run(String... command) {
        return CommandRun.with(Map.of("GROQMETER_ZONE", ""), folder, command);
    }

    private Path books(int tables) throws IOException {
        try (InputStream packed = Objects.requireNonNull(
                OlderBooksTest.class.getResourceAsStream("released/books-" + tables + ".db.gz"))) {
            Path file = data.resolve(Books.DATABASE);
            Files.write(file, new GZIPInputStream(packed).readAllBytes());
            return file;
        }
    }

    private static void assertFigures(String stats) {
        assertThat(stats)
                .contains("\"total_requests\" : 7,", "\"total_input_tokens\" : 163,", "\"total_output_tokens\" : 560,")
                .contains("\"total_cost_usd\" : 0.000355355,", "\"llama-3.3-70b-versatile\" : 3,");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_gateway_opens_them_by_itself_with_every_call_key_and_budget_and_goes_on(int tables) throws Exception {
        books(tables);
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of("GROQMETER_ZONE", ""), folder, "serve", "--port", "0", "--upstream", groq.baseUrl())) {
            assertThat(serve.out()).contains("Europe/Madrid"); // the zone they have
            assertFigures(serve.get("/debug/stats?type=total"));
            assertThat(serve.chat()).isEqualTo(200);
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 8,");
            if (tables >= KEYS_SINCE) {
                assertThat(serve.get("/api/keys")).contains("\"shop\"");
                assertThat(serve.get("/api/budgets")).contains("project:shop");
            }
        }
        assertThat(run("stats", "total").err()).doesNotContain("older");
        assertThat(run("doctor", "--thorough", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("✅ books: ", "9 records and", "agree");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void commands_that_only_read_read_them_say_so_and_leave_them_as_they_are(int tables) throws Exception {
        Path file = books(tables);
        byte[] before = Files.readAllBytes(file);

        CommandRun stats = run("stats", "total", "--json");
        assertFigures(stats.out());
        assertThat(stats.err()).contains("an older groqmeter wrote these books").hasLineCount(1);
        assertThat(run("export").out()).hasLineCount(9);
        assertThat(run("log").out()).hasLineCount(7);
        for (String[] command : List.of(
                new String[] {"unsettled", "list"},
                new String[] {"budgets", "list"},
                new String[] {"limits", "list"},
                new String[] {"keys", "list"},
                new String[] {"alerts", "list"},
                new String[] {"alerts", "history"})) {
            CommandRun run = run(command);
            assertThat(run.exitCode()).as(String.join(" ", command)).isZero();
            assertThat(run.out().contains("shop"))
                    .as("%s names the shop", String.join(" ", command))
                    .isEqualTo(tables >= KEYS_SINCE
                            && List.of("budgets", "limits", "keys").contains(command[0]));
        }
        assertThat(run("doctor", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("✅ books: ", "8 calls", "⚠️ books: an older groqmeter wrote these books");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keys create blog", "budgets set project:blog --usd 1 --period day", "import ../stats.json"})
    void commands_that_write_bring_them_up_to_date(String command) throws Exception {
        books(1);
        Files.writeString(folder.resolve("stats.json"), "{}");
        CommandRun run = run(command.replace("../", "").split(" "));
        assertThat(run.err()).doesNotContain("older");
        assertThat(run.exitCode()).isZero();
        CommandRun stats = run("stats", "total", "--json");
        assertFigures(stats.out());
        assertThat(stats.err()).isEmpty();
    }

    @Test
    @SuppressWarnings("try")
    void beside_an_older_gateway_that_runs_no_command_changes_its_books() throws Exception {
        Path file = books(2);
        byte[] before = Files.readAllBytes(file);
        try (GatewayLock running =
                GatewayLock.takeIfFree(data, "http://127.0.0.1:5001").orElseThrow()) {
            CommandRun run = run("keys", "create", "blog");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("an older groqmeter keeps the books", "stop it")
                    .hasLineCount(1);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void those_of_a_newer_groqmeter_are_refused_in_one_line() throws Exception {
        Path file = books(NEWEST);
        execute(file, "insert into schema_file (name) values ('947_from_the_future.sql')");
        for (String command : List.of("serve --port 0", "stats", "keys list", "keys create blog")) {
            CommandRun run = run(command.split(" "));
            assertThat(run.exitCode()).as(command).isEqualTo(1);
            assertThat(run.err())
                    .as(command)
                    .contains("was written by a newer groqmeter (it has 947_from_the_future.sql", "update groqmeter")
                    .hasLineCount(1);
        }
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
