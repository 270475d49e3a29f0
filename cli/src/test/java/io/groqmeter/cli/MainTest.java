package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.command.Commands;
import io.groqmeter.cli.console.CliContext;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {

    @TempDir
    Path folder;

    @Test
    void version_is_the_one_maven_built() {
        CommandRun run = CommandRun.in(folder, "version");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("groqmeter \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+\\)\\R");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void without_a_command_it_explains_itself_on_stderr() {
        CommandRun run = CommandRun.in(folder);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Say which command to run.").contains("Usage: groqmeter");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void an_unknown_command_is_refused_in_one_line_and_a_hint() {
        CommandRun run = CommandRun.in(folder, "metre");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("groqmeter: there is no command 'groqmeter metre'\nTry 'groqmeter --help'.\n");
        assertThat(CommandRun.in(folder, "alerts", "foo").err())
                .startsWith("groqmeter: there is no command 'groqmeter alerts foo'\n");
    }

    @Test
    void an_unknown_option_is_refused_in_one_line_and_a_hint() {
        CommandRun run = CommandRun.in(folder, "stats", "--colour");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("groqmeter: Unknown option: '--colour'\nTry 'groqmeter stats --help'.\n");
    }

    @Test
    void a_word_in_place_of_a_number_is_refused_in_plain_words() {
        CommandRun run = CommandRun.in(folder, "log", "-n", "many");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("groqmeter: -n must be a whole number, not 'many'\nTry 'groqmeter log --help'.\n");
    }

    @Test
    void every_command_explains_itself_and_its_settings() {
        for (CommandLine command :
                Commands.tree(CliContext.ofProcess()).getSubcommands().values()) {
            String name = command.getCommandName();
            CommandRun run = CommandRun.in(folder, name, "--help");
            assertThat(run.exitCode()).as(name).isZero();
            assertThat(run.out()).as(name).contains("Usage: groqmeter " + name);
        }
        assertThat(CommandRun.in(folder, "stats", "--help").out())
                .contains("--data=FOLDER", "(default: debug_data, environment: GROQMETER_DATA)")
                .as("memory holds no books for another process to read")
                .doesNotContain("--store");
        assertThat(CommandRun.in(folder, "demo", "--help").out().replaceAll("\\s+", " "))
                .contains("default: a temporary folder,", "default: a free port,");
        assertThat(CommandRun.in(folder, "serve", "--help").out())
                .contains("Set in the environment or .env only: GROQ_DEBUG, GROQ_SAVE_DEBUG, GROQ_API_KEY");
    }

    @Test
    void every_option_says_what_it_does() {
        for (CommandLine command :
                Commands.tree(CliContext.ofProcess()).getSubcommands().values()) {
            List<OptionSpec> options = command.getCommandSpec().options();
            assertThat(options).allSatisfy(option -> assertThat(option.description())
                    .as(command.getCommandName() + " " + option.longestName())
                    .isNotEmpty());
        }
    }
}
