package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.books.Books;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.format.SeedJson;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingCommandsTest {

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void nameTheDatabase() {
        database = folder.resolve("debug_data").resolve(Books.DATABASE);
    }

    @Test
    void stats_json_is_the_body_of_debug_stats_to_the_digit() {
        record("2026-11-22T09:00:00Z", 1_500, 800, null);
        record("2026-11-21T09:00:00Z", 10, 5, null);

        try (UsageStore store = SqliteUsageStore.openReadOnly(database)) {
            Summaries summaries = new Summaries(store, CommandRun.NOW);
            for (String type : new String[] {"today", "month", "total"}) {
                CommandRun run = CommandRun.in(folder, "stats", type, "--json");
                assertThat(run.exitCode()).isZero();
                assertThat(run.err()).isEmpty();
                assertThat(run.out()).isEqualTo(SeedJson.of(summaries.of(summaries.named(type))) + "\n");
            }
        }
        assertThat(CommandRun.in(folder, "stats", "--json").out()).contains("\"total_cost_usd\" : 0.0003525,");
    }

    @Test
    void stats_are_text_for_people_otherwise_also_by_their_other_name() {
        record("2026-11-22T09:00:00Z", 1_500, 800, null);
        assertThat(CommandRun.in(folder, "stats").out())
                .contains("📊 Groq usage, 2026-11-22", "openai/gpt-oss-20b", "$0.000352");
        assertThat(CommandRun.with(Map.of("GROQMETER_LANG", "es"), folder, "summary", "total")
                        .out())
                .contains("📊 Uso de Groq, desde el principio", "$0,000352");
    }

    @Test
    void a_day_or_month_can_be_named() {
        record("2026-10-31T23:59:59Z", 1, 1, null);
        assertThat(CommandRun.in(folder, "stats", "--date", "2026-10-31", "--json")
                        .out())
                .contains("\"date\" : \"2026-10-31\"", "\"total_requests\" : 1,");
        assertThat(CommandRun.in(folder, "stats", "--month", "2026-10", "--json")
                        .out())
                .contains("\"month\" : \"2026-10\"", "\"total_requests\" : 1,");
        assertThat(CommandRun.in(folder, "stats", "month", "--json").out()).contains("\"total_requests\" : 0,");
    }

    @Test
    void without_books_everything_is_zero_and_nothing_is_made() {
        CommandRun run = CommandRun.in(folder, "stats", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"total_requests\" : 0,", "\"total_cost_usd\" : 0,");
        assertThat(run.err()).contains("no books in").hasLineCount(1);
        assertThat(CommandRun.in(folder, "log", "--json").out()).isEqualTo("[ ]\n");
        assertThat(CommandRun.in(folder, "export", "--json").out()).isEqualTo("[]\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void log_shows_the_newest_last() {
        record("2026-11-22T09:00:00Z", 1, 1, "first");
        record("2026-11-22T09:00:01Z", 1_500, 800, "second");
        record("2026-11-22T09:00:02Z", 3, 3, "third");
        CommandRun run = CommandRun.in(folder, "log", "-n", "2");
        assertThat(run.out().lines())
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("2026-11-22 09:00:01  openai/gpt-oss-20b                    1,500 in        800 out"
                        + "   $0.000352  second");
        assertThat(CommandRun.in(folder, "log", "--json").out())
                .contains("\"cost_usd\" : 0.0003525,", "\"timestamp\" : \"2026-11-22T09:00:01\"");
    }

    @Test
    void export_writes_every_call_of_the_days_asked_for() {
        append(IntStream.range(0, 1_500)
                .mapToObj(call -> call("r" + call, "2026-11-2" + call % 2 + "T12:00:00Z", 1, 1, null))
                .toList());
        assertThat(CommandRun.in(folder, "export").out().lines()).hasSize(1_501);
        assertThat(CommandRun.in(folder, "export", "--from", "2026-11-20", "--to", "2026-11-20")
                        .out()
                        .lines())
                .hasSize(751)
                .first()
                .asString()
                .startsWith("id,started_at,");
        assertThat(CommandRun.in(folder, "export", "--format", "json", "--from", "2026-11-21")
                        .out())
                .startsWith("[\n{\"object\":\"usage_record\",")
                .endsWith("}\n]\n")
                .hasLineCount(752);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            stats week -> unknown type 'week'; use today, month or total
            stats --date 2026-02-30 -> '2026-02-30' is not a date; write it like 2026-11-22
            stats --month 11 -> '11' is not a month; write it like 2026-11
            stats today --date 2026-11-22 -> give one of today|month|total, --date and --month, not several
            log -n 0 -> -n must be 1 to 10000, not 0; for all of them use 'groqmeter export'
            export --from 2026-11-22 --to 2026-11-21 -> --from 2026-11-22 is after --to 2026-11-21
            export --to soon -> 'soon' is not a date; write it like 2026-11-22
            stats --store oracle -> --store must be one of sqlite, memory, not 'oracle'
            """)
    void bad_input_is_one_line_and_exit_code_2(String command, String line) {
        CommandRun run = CommandRun.in(folder, command.split(" "));
        assertThat(run.err()).endsWith("groqmeter: " + line + "\n").doesNotContain("at io.groqmeter");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void books_that_cannot_be_read_are_one_line_and_exit_code_1() throws IOException {
        Files.createDirectories(database.getParent());
        Files.writeString(
                database, "This is no database, and it is long enough to be taken for one at first.".repeat(9));
        CommandRun run = CommandRun.in(folder, "stats");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(database.toString(), "not a SQLite database")
                .hasLineCount(1);

        CommandRun file = CommandRun.in(folder, "stats", "--data", database.toString());
        assertThat(file.exitCode()).isEqualTo(1);
        assertThat(file.err()).contains("is not a folder").hasLineCount(1);
    }

    @Test
    void a_zone_that_is_not_the_books_own_is_remarked() {
        record("2026-11-22T09:00:00Z", 1, 1, null);
        CommandRun run = CommandRun.with(Map.of("GROQMETER_ZONE", "America/Bogota"), folder, "stats", "--json");
        assertThat(run.err()).contains("the days of these books are in Z").hasLineCount(1);
        assertThat(run.exitCode()).isZero();
    }

    private void record(String at, long input, long output, @Nullable String project) {
        append(List.of(call("r" + project, at, input, output, project)));
    }

    private void append(List<UsageRecord> records) {
        try (UsageStore store =
                SqliteUsageStore.open(database, new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            store.append(UsageBatch.of(records));
        }
    }

    private static UsageRecord call(String id, String at, long input, long output, @Nullable String project) {
        Instant start = Instant.parse(at);
        Call call = Call.chat("openai/gpt-oss-20b");
        return new UsageRecord(
                id + at,
                start,
                call,
                new Attribution(null, project, null, Map.of()),
                new Rater(PriceList::shipped).rate(call, Usage.tokens(input, output), start));
    }
}
