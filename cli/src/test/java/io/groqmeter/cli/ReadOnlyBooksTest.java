package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.books.Books;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Books in a folder that cannot be written to, in every state that a gateway leaves them in: what is told of them is right. */
class ReadOnlyBooksTest {

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("debug_data");
    }

    /** As a kill leaves them: two calls in the database, two in the journal. */
    private void killed(Path to) throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + data().resolve(Books.DATABASE));
                Statement statement = other.createStatement()) {
            gateway.chat();
            gateway.chat();
            assertThat(gateway.records()).hasSize(2);
            statement.execute("begin immediate");
            gateway.chat();
            gateway.chat();
            Files.createDirectory(to);
            try (Stream<Path> files = Files.list(data())) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
            statement.execute("rollback");
        }
    }

    private void assertReadable(Path books, int calls) throws Exception {
        Path shown = folder.resolve("shown " + books.getFileName());
        Files.createDirectory(shown);
        boolean bound = Processes.succeed("mount", "--bind", books.toString(), shown.toString())
                && Processes.succeed("mount", "-o", "remount,ro,bind", shown.toString());
        try {
            Assumptions.assumeTrue(bound, "a read-only view of a folder needs root and bind mounts");
            String data = shown.toString();
            CommandRun stats = CommandRun.in(folder, "stats", "total", "--json", "--data", data);
            assertThat(stats.out()).contains("\"total_requests\" : " + calls + ",");
            assertThat(stats.err()).isEmpty();
            assertThat(CommandRun.in(folder, "log", "--data", data).out()).hasLineCount(calls);
            assertThat(CommandRun.in(folder, "export", "--data", data).out()).hasLineCount(calls + 1);
            for (String command : List.of("unsettled", "keys", "budgets", "limits", "alerts")) {
                CommandRun run = CommandRun.in(folder, command, "--data", data);
                assertThat(run.exitCode()).as("%s: %s", command, run.err()).isZero();
            }
            assertThat(CommandRun.in(
                                    folder, "doctor", "--data", data, "--port", "0", "--upstream", "http://127.0.0.1:1")
                            .out())
                    .contains("✅ books: " + data);
        } finally {
            if (!Processes.succeed("umount", shown.toString())) {
                Processes.succeed("umount", "-l", shown.toString());
            }
        }
    }

    @Test
    void after_a_gateway_that_ended() throws Exception {
        try (MeteredSimulator gateway = new MeteredSimulator(folder, Map.of())) {
            gateway.chat();
        }
        assertThat(data()).isDirectoryNotContaining("glob:**-wal"); // all is in the one file
        assertReadable(data(), 1);
    }

    @Test
    void after_a_gateway_that_was_killed() throws Exception {
        killed(folder.resolve("killed"));
        assertReadable(folder.resolve("killed"), 4);
    }

    @Test
    void after_a_kill_without_what_SQLite_keeps_in_memory() throws Exception {
        killed(folder.resolve("killed"));
        Files.delete(folder.resolve("killed/groqmeter.db-shm"));
        assertReadable(folder.resolve("killed"), 4);
    }

    @Test
    void beside_a_gateway_that_may_write_them() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            Chat.whole(gateway.url());
            assertReadable(data(), 1);
        }
    }
}
