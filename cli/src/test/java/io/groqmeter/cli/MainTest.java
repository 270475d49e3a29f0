package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void version_is_the_one_maven_built() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("groqmeter \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void without_a_command_it_explains_itself_on_stderr() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Say which command to run.").contains("Usage: groqmeter");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_unknown_command_is_refused() {
        assertThat(run("metre")).isEqualTo(2);
        assertThat(err.toString()).contains("metre");
    }

    private int run(String... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
