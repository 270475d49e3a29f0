package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.RunningCommand;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {

    @TempDir
    Path folder;

    @Test
    void it_answers_like_groq_and_shows_its_books() throws Exception {
        try (RunningCommand sim = RunningCommand.listening(Map.of(), folder, "sim", "--port", "0")) {
            assertThat(sim.chat()).isEqualTo(200);
            assertThat(sim.get("/__sim/books")).contains("openai/gpt-oss-20b");
            assertThat(sim.end()).isZero();
        }
    }

    @Test
    void a_share_of_errors_above_a_half_is_refused() {
        CommandRun run = CommandRun.in(folder, "sim", "--port", "0", "--errors", "0.7");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("groqmeter: --errors must be 0 to 0.5, not 0.7\n");
    }
}
