package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    Path folder;

    @Test
    void both_sides_books_are_equal_to_the_last_digit() {
        CommandRun run = CommandRun.in(folder, "demo");
        assertThat(run.out())
                .contains("TRACKED openai/gpt-oss-120b", "Both sides' books", "Equal to the last digit")
                .doesNotContain("≠");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void as_json_and_into_a_folder_that_is_kept() {
        CommandRun run = CommandRun.in(folder, "demo", "--json", "--data", "kept");
        assertThat(run.out()).startsWith("{\n  \"equal\" : true,").doesNotContain("TRACKED");
        assertThat(CommandRun.in(folder, "stats", "total", "--data", "kept", "--json")
                        .out())
                .contains("\"groq/compound\" : 1");
    }

    @Test
    void warming_up_says_nothing_and_leaves_nothing() {
        CommandRun run = CommandRun.in(folder, "warmup");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
