package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.books.GatewayLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: exit codes and signals. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
class ProcessTest {

    @TempDir
    Path folder;

    @Test
    void sigterm_ends_the_gateway_in_good_order_with_exit_code_0() throws Exception {
        Process serve = start("serve", "--port", "0", "--upstream", "http://127.0.0.1:9");
        try (BufferedReader out = serve.inputReader()) {
            assertThat(out.readLine()).contains("listens on http://127.0.0.1:");
            serve.destroy();
            assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(serve.exitValue()).isZero();
            assertThat(GatewayLock.isTaken(folder.resolve("debug_data"))).isFalse();
        } finally {
            serve.destroyForcibly();
        }
    }

    @Test
    void a_command_that_fails_says_so_by_its_exit_code() throws Exception {
        Process stats = start("stats", "week");
        try (BufferedReader err = stats.errorReader()) {
            assertThat(err.lines())
                    .last()
                    .asString()
                    .isEqualTo("groqmeter: unknown type 'week'; use today, month or total");
            assertThat(stats.waitFor()).isEqualTo(2);
        }
    }

    private Process start(String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("GROQMETER_LANG", "en");
        return builder.start();
    }
}
