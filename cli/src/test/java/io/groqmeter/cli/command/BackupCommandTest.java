package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.MeteredSimulator;
import io.groqmeter.cli.RunningCommand;
import io.groqmeter.cli.books.Books;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("debug_data");
    }

    private CommandRun run(String... command) {
        return CommandRun.in(folder, command);
    }

    private static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("x-groqmeter-id").orElseThrow();
    }

    private static Set<String> ids(Path data) {
        Set<String> ids = new HashSet<>();
        try (UsageStore store = SqliteUsageStore.openReadOnly(data.resolve(Books.DATABASE))) {
            for (var each : store.after(0, RecordQuery.MOST)) {
                assertThat(ids.add(each.record().id())).as("each call once").isTrue();
            }
        }
        return ids;
    }

    @Test
    void it_holds_books_keys_budgets_prices_alerts_and_secret_and_restores_to_the_same_figures() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of(), folder, "serve", "--port", "0", "--upstream", groq.baseUrl())) {
            serve.chat();
            serve.chat();
        }
        run("keys", "create", "shop");
        run("budgets", "set", "project:blog", "--usd", "3", "--period", "day");
        Files.writeString(data().resolve("prices.json"), "[]");
        Files.writeString(data().resolve("alerts.json"), "{\"rules\": []}");
        Files.writeString(data().resolve("batch_inputs.tsv"), "");
        String stats = run("stats", "total", "--json").out();

        CommandRun backup = run("backup", "books.zip");
        assertThat(backup.err()).isEmpty();
        assertThat(backup.out()).startsWith("2 recorded calls for $0.0000").contains("and verified: ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("books.zip"))))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining("glob:**/.groqmeter*");

        CommandRun restore = run("restore", "books.zip", "--data", "other");
        assertThat(restore.err()).isEmpty();
        assertThat(restore.out()).startsWith("2 recorded calls for $0.0000");
        assertThat(run("stats", "total", "--json", "--data", "other").out()).isEqualTo(stats);
        assertThat(run("budgets", "list", "--data", "other").out()).contains("project:blog");
        assertThat(run("keys", "list", "--data", "other").out()).contains("shop", "valid");
        for (String name : List.of("groqmeter.secret", "prices.json", "alerts.json", "batch_inputs.tsv")) {
            assertThat(folder.resolve("other").resolve(name)).hasSameBinaryContentAs(data().resolve(name));
        }
        assertThat(folder.resolve("other")).isDirectoryNotContaining("glob:**/.groqmeter*");
    }

    @Test
    void beside_a_busy_gateway_every_call_that_had_ended_is_in_it_once_and_those_in_flight_are_unsettled()
            throws Exception {
        ExecutorService callers = Executors.newCachedThreadPool();
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<String> ended = new ConcurrentLinkedQueue<>();
        CountDownLatch many = new CountDownLatch(400);
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of())) {
            for (int caller = 0; caller < 32; caller++) {
                callers.submit(() -> {
                    while (!over.get()) {
                        ended.add(id(gateway.chat()));
                        many.countDown();
                    }
                    return null;
                });
            }
            for (int round = 1; round <= 3; round++) {
                assertThat(many.await(60, TimeUnit.SECONDS)).isTrue();
                Set<String> before = Set.copyOf(ended);
                assertThat(run("backup", round + ".zip").err()).isEmpty();
                assertThat(run("restore", round + ".zip", "--data", "restored" + round)
                                .err())
                        .isEmpty();
                assertThat(ids(folder.resolve("restored" + round))).containsAll(before);
            }
            over.set(true);
            callers.shutdown();
            assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(gateway.differences()).isEmpty();
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
        assertThat(run("doctor", "--thorough", "--data", "restored3", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("✅ books: ", "agree");
    }

    @Test
    void what_waits_because_the_database_is_locked_is_in_it() throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve(Books.DATABASE));
                Statement statement = other.createStatement()) {
            gateway.chat();
            statement.execute("begin immediate");
            Set<String> waiting = Set.of(id(gateway.chat()), id(gateway.chat()), id(gateway.chat()));
            assertThat(run("backup", "books.zip").out()).startsWith("4 recorded calls");
            assertThat(run("restore", "books.zip", "--data", "other").out()).startsWith("4 recorded calls");
            assertThat(ids(folder.resolve("other"))).hasSize(4).containsAll(waiting);
            statement.execute("rollback");
        }
    }

    private void books() throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of())) {
            gateway.chat();
        }
    }

    @Test
    void without_books_there_is_nothing_to_back_up() {
        CommandRun run = run("backup", "books.zip");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no books in").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void neither_command_writes_over_anything_unless_told() throws Exception {
        books();
        Files.writeString(folder.resolve("books.zip"), "something else");
        assertThat(run("backup", "books.zip").err()).contains("exists already").hasLineCount(1);
        assertThat(folder.resolve("books.zip")).hasContent("something else");
        assertThat(run("backup", "books.zip", "--replace").exitCode()).isZero();

        CommandRun refused = run("restore", "books.zip");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("is not empty", "--replace").hasLineCount(1);

        Files.writeString(data().resolve("prices.json"), "mine");
        CommandRun restored = run("restore", "books.zip", "--replace");
        assertThat(restored.exitCode()).isZero();
        assertThat(restored.err()).contains("replaced-20261122-103000");
        assertThat(data().resolve("prices.json")).doesNotExist();
        assertThat(data().resolve("replaced-20261122-103000/prices.json")).hasContent("mine");
        assertThat(ids(data())).hasSize(1).isEqualTo(ids(data().resolve("replaced-20261122-103000")));
    }

    @Test
    void beside_a_running_gateway_nothing_is_restored() throws Exception {
        books();
        run("backup", "books.zip");
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of())) {
            CommandRun run = run("restore", "books.zip", "--replace");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("another gateway already writes", gateway.url())
                    .hasLineCount(1);
        }
        assertThat(ids(data())).hasSize(1);
    }

    @Test
    void a_damaged_backup_is_refused_and_leaves_the_folder_as_it_was() throws Exception {
        books();
        run("backup", "books.zip");
        byte[] bytes = Files.readAllBytes(folder.resolve("books.zip"));
        Files.write(folder.resolve("half.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        for (int at = bytes.length / 2; at < bytes.length / 2 + 64; at++) {
            bytes[at] ^= 1;
        }
        Files.write(folder.resolve("damaged.zip"), bytes);
        Files.writeString(folder.resolve("text.zip"), "no zip");
        for (String name : List.of("damaged.zip", "half.zip", "text.zip")) {
            CommandRun run = run("restore", name, "--data", "other");
            assertThat(run.exitCode()).as(name).isEqualTo(1);
            assertThat(run.err()).as(name).contains(name).hasLineCount(1);
            assertThat(folder.resolve("other").resolve(Books.DATABASE)).doesNotExist();
        }
    }

    @Test
    void without_its_secret_everybody_says_which_keys_are_dead_until_they_are_rotated() throws Exception {
        books();
        run("keys", "create", "shop");
        run("keys", "create", "gone");
        run("keys", "revoke", "gone");
        Files.delete(data().resolve("groqmeter.secret"));
        CommandRun backup = run("backup", "books.zip");
        assertThat(backup.err()).contains("The caller key shop does not work");
        CommandRun restore = run("restore", "books.zip", "--data", "other");
        assertThat(restore.err()).contains("has no groqmeter.secret", "The caller key shop does not work");

        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of(), folder, "serve", "--port", "0", "--data", "other", "--upstream", groq.baseUrl())) {
            assertThat(serve.err()).contains("groqmeter.secret has changed", "shop does not work");
        }
        assertThat(run("keys", "list", "--data", "other").out())
                .containsPattern("shop +not working")
                .contains("revoked");
        assertThat(run("keys", "list", "--data", "other", "--json").out()).contains("\"dead\" : true");
        assertThat(run("doctor", "--data", "other", "--port", "0", "--upstream", "http://127.0.0.1:1")
                        .out())
                .contains("❌ keys: The caller key shop does not work");

        run("keys", "rotate", "shop", "--data", "other");
        CommandRun list = run("keys", "list", "--data", "other");
        assertThat(list.out()).containsPattern("shop +valid");
        assertThat(list.err()).isEmpty();
    }

    @Test
    void what_was_done_is_told_in_the_language_of_people_with_the_time_of_the_books() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve(".env"), "GROQMETER_ZONE=America/Bogota\n");
        run("keys", "create", "shop");

        assertThat(run("backup", "books.zip", "--lang", "es").out())
                .isEqualTo("Copia hecha y verificada en " + folder.resolve("books.zip")
                        + ": 0 llamadas registradas por $0; archivos: groqmeter.db, groqmeter.secret\n");
        assertThat(run("restore", "books.zip", "--data", "sub/../other", "--lang", "es")
                        .out())
                .startsWith("Restaurado en " + folder.resolve("other") + ": 0 llamadas registradas por $0, copia del ")
                .containsPattern("\\d \\d\\d:\\d\\d:\\d\\d\n$");
    }

    @Test
    void half_a_file_is_no_backup() throws IOException {
        run("keys", "create", "shop");
        run("backup", "books.zip");
        byte[] whole = Files.readAllBytes(folder.resolve("books.zip"));
        Files.write(folder.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2));

        CommandRun restore = run("restore", "half.zip", "--data", "other");

        assertThat(restore.exitCode()).isEqualTo(1);
        assertThat(restore.err()).contains("half.zip is not a backup, or an incomplete one");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void another_secret_in_its_place_is_told_too() throws IOException {
        run("keys", "create", "shop");
        Files.write(
                data().resolve("groqmeter.secret"),
                "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(run("keys", "list").out()).containsPattern("shop +not working");
        assertThat(run("keys", "create", "blog").exitCode()).isZero();
        assertThat(run("keys", "list").out())
                .containsPattern("shop +not working")
                .containsPattern("blog +valid");
    }
}
