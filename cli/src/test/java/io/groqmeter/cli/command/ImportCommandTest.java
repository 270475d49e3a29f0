package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    @TempDir
    Path folder;

    @Test
    void a_file_is_taken_over_once() throws IOException {
        write("old.json", entry("1500", "chat_1") + ",\n" + entry("10", "chat_2"));
        assertThat(CommandRun.in(folder, "import", "old.json").out()).contains("old.json: 2 added, 0 known already");
        assertThat(CommandRun.in(folder, "import", "old.json").out()).contains("old.json: 0 added, 2 known already");
        assertThat(CommandRun.in(folder, "stats", "--date", "2025-01-15", "--json")
                        .out())
                .contains("\"total_requests\" : 2,", "\"total_input_tokens\" : 1510,", "\"total_cost_usd\" : 0.0025,");
    }

    @Test
    void an_export_is_imported_into_other_books_and_adds_nothing_to_its_own() throws IOException {
        write("old.json", entry("1500", "chat_1") + ",\n" + entry("10", "chat_2"));
        CommandRun.in(folder, "import", "old.json", "--data", "one");
        CommandRun export = CommandRun.in(folder, "export", "--format", "json", "--data", "one");
        Files.writeString(folder.resolve("export.json"), export.out());

        assertThat(CommandRun.in(folder, "import", "export.json", "--data", "two")
                        .out())
                .contains("export.json: 2 added, 0 known already");
        assertThat(objects(CommandRun.in(folder, "export", "--format", "json", "--data", "two")))
                .hasSize(2)
                .isEqualTo(objects(export));
        assertThat(CommandRun.in(folder, "import", "export.json", "--data", "one")
                        .out())
                .contains("export.json: 0 added, 2 known already");
    }

    @Test
    void an_entry_that_cannot_be_counted_is_told_with_its_line_and_fails_the_command() throws IOException {
        write("old.json", entry("1500", "chat_1") + ",\n" + entry("-1", "chat_2"));
        CommandRun run = CommandRun.in(folder, "import", "old.json", "--json");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("\"added\" : 1,", "\"refused\" : 1,", "line 3");
    }

    @Test
    void what_is_not_there_or_is_no_such_file_is_one_line() throws IOException {
        CommandRun missing = CommandRun.in(folder, "import", "none.json");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no file", "none.json").hasLineCount(1);

        Files.writeString(folder.resolve("letter.txt"), "Dear Groq");
        CommandRun letter = CommandRun.in(folder, "import", "letter.txt");
        assertThat(letter.exitCode()).isEqualTo(1);
        assertThat(letter.err()).contains("letter.txt", "neither a usage log").hasLineCount(1);
    }

    @Test
    void a_folder_without_files_of_the_first_tool_is_one_line_and_fails() throws IOException {
        write("old.json", entry("1500", "chat_1"));
        Files.createDirectory(folder.resolve("empty"));

        CommandRun run = CommandRun.in(folder, "import", "old.json", "empty");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("there is neither usage_log.json nor daily_stats.json in " + folder.resolve("empty"))
                .hasLineCount(1);
    }

    @Test
    void a_record_at_an_impossible_time_is_told_with_its_line_and_the_others_are_imported() throws IOException {
        write("old.json", entry("1500", "chat_1") + ",\n" + entry("10", "chat_2"));
        CommandRun.in(folder, "import", "old.json", "--data", "one");
        CommandRun export = CommandRun.in(folder, "export", "--format", "json", "--data", "one");
        Files.writeString(
                folder.resolve("export.json"),
                export.out().replaceFirst("\"started_at\":\"2025", "\"started_at\":\"+99999"));

        CommandRun run = CommandRun.in(folder, "import", "export.json", "--data", "two");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("1 added", "line 2: \"started_at\" must be a time in the years 1970 to 9998");
        assertThat(objects(CommandRun.in(folder, "export", "--format", "json", "--data", "two")))
                .hasSize(1);
    }

    /** Calls of one second come in no order. */
    private static Set<String> objects(CommandRun export) {
        return export.out()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> line.replaceFirst(",$", ""))
                .collect(Collectors.toSet());
    }

    private void write(String name, String entries) throws IOException {
        Files.writeString(folder.resolve(name), "[\n" + entries + "\n]\n");
    }

    private static String entry(String input, String requestId) {
        return "{\"input_tokens\": " + input
                + ", \"output_tokens\": 800, \"total_tokens\": 2300, \"cost_usd\": 0.00125, "
                + "\"timestamp\": \"2025-01-15T10:30:00\", \"model\": \"llama3-70b-8192\", \"request_id\": \""
                + requestId
                + "\"}";
    }
}
