package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.RunningCommand;
import io.groqmeter.cli.books.Books;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsettledCommandTest {

    private static final UsageCalendar UTC = new UsageCalendar(ZoneId.of("UTC"));
    private static final String CUT = "the connection to Groq ended in the middle of its answer";

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void nameTheFolder() {
        data = folder.resolve("debug_data");
    }

    @Test
    void they_are_listed_with_time_model_caller_and_worst_case() {
        open(call("a", "0.0125", CUT), call("b", null, null));
        CommandRun list = CommandRun.in(folder, "unsettled");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out().lines()).hasSize(3);
        assertThat(list.out())
                .contains("a  2026-11-22 09:00:00  openai/gpt-oss-20b  up to $0.0125   key-1 web  " + CUT)
                .contains("b  2026-11-22 09:00:00  openai/gpt-oss-20b  no known bound  key-1 web  its gateway ended")
                .endsWith("2 calls are unsettled: up to $0.0125 more than the books count\n");
        assertThat(CommandRun.in(folder, "unsettled", "list", "--json").out())
                .isEqualTo(CommandRun.in(folder, "unsettled", "--json").out())
                .contains("\"id\" : \"a\"", "\"worst_case_cost_usd\" : \"0.0125\"", "\"key\" : \"key-1\"");
    }

    @Test
    void as_zero_is_a_record_that_costs_nothing() {
        open(call("a", "0.0125", CUT));
        resolve("a", "--as", "zero", "--by", "ana");
        UsageRecord record = record("a");
        assertThat(record.cost()).isEqualByComparingTo("0");
        assertThat(record.call().outcome()).isEqualTo(Outcome.RESOLVED);
        assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(record.startedAt()).isEqualTo("2026-11-22T09:00:00Z");
        assertThat(record.attribution().project()).isEqualTo("web");
        assertThat(record.attribution().tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "team", "blue",
                        "resolved_as", "zero",
                        "resolved_by", "ana",
                        "resolved_at", "2026-11-22T10:30:00Z"));
        assertThat(CommandRun.in(folder, "unsettled").out()).isEqualTo("No call is unsettled\n");
        assertThat(CommandRun.in(folder, "export").out()).contains("resolved_by=ana");
    }

    @Test
    void as_worst_case_costs_its_bound_to_the_digit_and_the_total_counts_it() {
        open(call("a", "0.012345678901", CUT), call("b", "0.5", null));
        assertThat(resolve("--all", "--as", "worst-case").out())
                .contains("a resolved: $0.012345678901", "2 calls resolved\n");
        assertThat(record("a").cost()).isEqualByComparingTo("0.012345678901");
        assertThat(CommandRun.in(folder, "stats", "total", "--json").out())
                .contains("\"total_cost_usd\" : 0.512345678901,");
        assertThat(CommandRun.in(folder, "log").out()).contains("resolved  estimated  web");
    }

    @Test
    void as_given_numbers_is_priced_as_on_the_day_of_the_call() {
        open(call("a", null, CUT));
        resolve("a", "--input", "1500", "--output", "800", "--cached", "500");
        UsageRecord record = record("a");
        // gpt-oss-20b: 0.075 a million input tokens, half of that cached, 0.30 output.
        assertThat(record.cost()).isEqualByComparingTo("0.00033375");
        assertThat(record.usage())
                .isEqualTo(Usage.builder(UsageBasis.ESTIMATED)
                        .inputTokens(1_500)
                        .cacheReadInputTokens(500)
                        .outputTokens(800)
                        .build());
        assertThat(record.attribution().tags()).containsEntry("resolved_as", "given");
    }

    @Test
    void the_rest_of_an_estimated_call_is_resolved_by_the_numbers_of_the_whole_call() {
        OpenCall call = call("a", "0.5", null);
        Usage usage = Usage.builder(UsageBasis.ESTIMATED)
                .inputTokens(1_000)
                .outputTokens(100)
                .build();
        Call cut = new Call(
                Endpoint.CHAT, "openai/gpt-oss-20b", null, null, null, true, 200, Outcome.CUT, Timings.unknown());
        UsageRecord record = new UsageRecord(
                "a",
                call.startedAt(),
                cut,
                call.attribution(),
                new Rater(PriceList::shipped).rate(cut, usage, call.startedAt()));
        try (UsageStore store = SqliteUsageStore.open(data.resolve(Books.DATABASE), UTC, Durability.PROCESS)) {
            store.append(new UsageBatch(List.of(Remainder.of(call, record).orElseThrow()), List.of(record)));
        }
        assertThat(CommandRun.in(folder, "stats", "total").out())
                .contains("One call whose usage Groq did not report may have cost up to $0.50 more");
        assertThat(CommandRun.in(folder, "unsettled", "--json").out()).contains("\"rest_of\" : \"a\"");

        // The estimate counts 0.000105; in truth it was 0.075 × 1,200 + 0.30 × 800 a million tokens.
        assertThat(resolve("a-rest", "--input", "1200", "--output", "800").out())
                .contains("a-rest resolved: $0.000225");

        assertThat(CommandRun.in(folder, "stats", "total", "--json").out())
                .contains("\"total_requests\" : 1", "\"total_cost_usd\" : 0.00033,");
        assertThat(record("a-rest").usage().outputTokens()).hasValue(700);
    }

    @Test
    void numbers_below_the_estimate_are_said_to_change_nothing() {
        Attribution of = new Attribution(null, null, null, Map.of(Remainder.OF, "a", Remainder.COUNTED, "0.25"));
        open(new OpenCall(
                "a-rest",
                Instant.parse("2026-11-22T09:00:00Z"),
                Endpoint.CHAT,
                "openai/gpt-oss-20b",
                of,
                Optional.of(BigDecimal.ONE),
                CUT));
        assertThat(resolve("a-rest", "--input", "1200", "--output", "800").out())
                .contains("a-rest resolved: $0")
                .contains("a-rest: these counts do not exceed the $0.25 of its estimate");
    }

    @Test
    void a_call_is_resolved_once() {
        open(call("a", "0.0125", CUT));
        resolve("a", "--as", "worst-case");
        UsageRecord first = record("a");
        CommandRun again = CommandRun.in(folder, "unsettled", "resolve", "a", "--as", "zero");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("groqmeter: a is settled already\n");
        assertThat(record("a")).isEqualTo(first);
    }

    @Test
    void an_id_that_no_call_has_is_told_and_not_counted_as_a_call_that_is_left() {
        open(call("a", "0.0125", CUT));
        CommandRun run = CommandRun.in(folder, "unsettled", "resolve", "nothing", "--as", "zero");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        "groqmeter: no call has the id nothing; 'groqmeter unsettled' lists those that can be resolved\n");
        assertThat(run.out()).isEqualTo("No call resolved, one not\n");
    }

    @Test
    void what_has_no_bound_is_left_and_told() {
        open(call("a", "0.0125", CUT), call("b", null, CUT));
        CommandRun run = CommandRun.in(folder, "unsettled", "resolve", "--all", "--as", "worst-case");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("b has no known worst case").hasLineCount(1);
        assertThat(run.out()).endsWith("One call resolved, one not\n");
        assertThat(CommandRun.in(folder, "unsettled").out()).startsWith("b  ");
    }

    @Test
    void beside_a_running_gateway_what_is_in_flight_cannot_be_resolved() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                RunningCommand serve = RunningCommand.listening(
                        Map.of("GROQ_BASE_URL", groq.baseUrl()), folder, "serve", "--port", "0")) {
            open(call("flying", "0.5", null), call("given-up", "0.25", CUT));
            assertThat(CommandRun.in(folder, "unsettled").out())
                    .contains("given-up")
                    .doesNotContain("flying");
            CommandRun refused = CommandRun.in(folder, "unsettled", "resolve", "flying", "--as", "zero");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("flying is in flight; the running gateway will settle it");

            assertThat(resolve("--all", "--as", "worst-case").out()).endsWith("One call resolved\n");

            assertThat(serve.get("/api/usage?limit=10"))
                    .contains("\"id\":\"given-up\"", "\"outcome\":\"resolved\"", "\"cost_usd\":\"0.25\"");
            assertThat(serve.get("/api/unsettled")).contains("\"data\":[]", "\"in_flight\":1");
            assertThat(serve.get("/api/summary")).contains("\"least\":\"0.25\"", "\"most\":\"0.25\"");
        }
        assertThat(resolve("flying", "--as", "zero").exitCode()).as("after it").isZero();
    }

    @Test
    void without_books_there_are_none_and_nothing_is_made() {
        assertThat(CommandRun.in(folder, "unsettled").out()).isEqualTo("No call is unsettled\n");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", quoteCharacter = '~', textBlock = """
            --as zero -> give the ids of the calls to resolve, or --all
            a --all --as zero -> give the ids of the calls to resolve, or --all
            a -> say what they cost: --as zero, --as worst-case, or --input and --output
            a --as zero --input 3 -> say what they cost: --as zero, --as worst-case, or --input and --output
            a --as free -> --as must be zero or worst-case, not 'free'
            a --input -3 -> impossible input count: -3
            a --input 3 --cached 4 -> cached tokens 4 are not part of 3 input tokens
            a --as zero --store memory -> the memory store exists only in the gateway's process; ask the gateway: curl http://127.0.0.1:5001/api/unsettled
            """)
    void misuse_is_one_line_and_exit_code_2(String arguments, String line) {
        CommandRun run = CommandRun.in(folder, ("unsettled resolve " + arguments).split(" "));
        assertThat(run.err()).isEqualTo("groqmeter: " + line + "\n");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private CommandRun resolve(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "unsettled";
        all[1] = "resolve";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        CommandRun run = CommandRun.in(folder, all);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private void open(OpenCall... calls) {
        try (UsageStore store = SqliteUsageStore.open(data.resolve(Books.DATABASE), UTC, Durability.PROCESS)) {
            store.append(new UsageBatch(List.of(calls), List.of()));
        }
    }

    private UsageRecord record(String id) {
        try (UsageStore store = SqliteUsageStore.openReadOnly(data.resolve(Books.DATABASE))) {
            return store.find(id).orElseThrow();
        }
    }

    private static OpenCall call(String id, @Nullable String worst, @Nullable String unsettled) {
        return new OpenCall(
                id,
                Instant.parse("2026-11-22T09:00:00Z"),
                Endpoint.CHAT,
                "openai/gpt-oss-20b",
                new Attribution("key-1", "web", null, Map.of("team", "blue")),
                Optional.ofNullable(worst).map(BigDecimal::new),
                unsettled);
    }
}
