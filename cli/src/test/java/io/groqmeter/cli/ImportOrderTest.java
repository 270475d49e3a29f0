package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first tool's two files tell of the same days; whichever is imported first, the books say the same in the end. */
class ImportOrderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        write(
                "usage_log.json",
                "[" + entry("2026-10-01T09:00:00", "0.00001") + "," + entry("2026-10-01T10:00:00", "0.00002") + ","
                        + entry("2026-10-02T11:00:00", "0.00003") + "]");
        write(
                "more.json",
                "[" + entry("2026-10-01T10:00:00", "0.00002") + "," + entry("2026-10-03T12:00:00", "0.00004") + "]");
        // Of the first day one call more than the logs have, by two models; the second in floats; the third not at all.
        write(
                "daily_stats.json",
                "{" + day("2026-10-01", 3, "0.00009", "\"m\": 2, \"n\": 1") + ","
                        + day("2026-10-02", 1, "0.000030000000000000004", "\"m\": 1") + "}");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String entry(String at, String cost) {
        return "{\"input_tokens\": 10, \"output_tokens\": 5, \"total_tokens\": 15, \"cost_usd\": " + cost
                + ", \"timestamp\": \"" + at + "\", \"model\": \"m\", \"request_id\": null}";
    }

    private static String day(String date, int requests, String cost, String models) {
        return "\"" + date + "\": {\"date\": \"" + date + "\", \"total_requests\": " + requests
                + ", \"total_input_tokens\": " + 10 * requests + ", \"total_output_tokens\": " + 5 * requests
                + ", \"total_cost_usd\": " + cost + ", \"models_used\": {" + models + "}}";
    }

    private String booksAfter(String... imports) {
        String data = "data " + String.join(" then ", imports);
        for (String files : imports) {
            String[] command = ("import --data\t" + data + "\t" + files.replace(' ', '\t'))
                    .replace("import ", "import\t")
                    .split("\t");
            assertThat(CommandRun.in(folder, command).exitCode()).isZero();
        }
        assertThat(CommandRun.in(
                                folder,
                                "doctor",
                                "--thorough",
                                "--data",
                                data,
                                "--port",
                                "0",
                                "--upstream",
                                "http://127.0.0.1:1")
                        .out())
                .contains("✅ books: ", "agree");
        StringBuilder books = new StringBuilder();
        for (List<String> period : List.of(
                List.of("total"),
                List.of("--month", "2026-10"),
                List.of("--date", "2026-10-01"),
                List.of("--date", "2026-10-02"))) {
            List<String> command = new java.util.ArrayList<>(List.of("stats", "--json", "--data", data));
            command.addAll(period);
            books.append(CommandRun.in(folder, command.toArray(String[]::new)).out());
        }
        return books
                + CommandRun.in(folder, "stats", "total", "--data", data).out()
                + CommandRun.in(folder, "export", "--data", data)
                        .out()
                        .lines()
                        .sorted()
                        .toList();
    }

    @Test
    void the_books_are_the_same_to_the_last_digit_and_the_last_line() {
        String books = booksAfter("usage_log.json", "daily_stats.json", "more.json");
        assertThat(books).contains("\"total_requests\" : 5,", "\"total_cost_usd\" : 0.00016,");
        for (String[] order : new String[][] {
            {"usage_log.json", "more.json", "daily_stats.json"},
            {"daily_stats.json", "usage_log.json", "more.json"},
            {"daily_stats.json", "more.json", "usage_log.json"},
            {"more.json", "daily_stats.json", "usage_log.json"},
            {"daily_stats.json more.json usage_log.json"},
            {"usage_log.json more.json daily_stats.json"},
            {"daily_stats.json usage_log.json", "daily_stats.json more.json"},
        }) {
            assertThat(booksAfter(order)).as(String.join(" then ", order)).isEqualTo(books);
        }
    }

    @Test
    void a_gateway_goes_on_from_there_and_its_mirror_has_it_all() throws Exception {
        booksAfter("daily_stats.json", "usage_log.json");
        Path data = folder.resolve("data daily_stats.json then usage_log.json");
        Files.move(data, folder.resolve("debug_data"));
        try (MeteredSimulator gateway = new MeteredSimulator(folder, java.util.Map.of("GROQ_SAVE_DEBUG", "true"))) {
            gateway.chat();
            assertThat(gateway.get("/debug/stats?type=total").body()).contains("\"total_requests\" : 5,");
        }
        assertThat(Files.readString(folder.resolve("debug_data/daily_stats.json")))
                .contains("\"2026-10-01\"", "\"total_requests\": 3,");
    }
}
