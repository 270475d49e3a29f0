package io.groqmeter.cli.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.UsageQueue;
import io.groqmeter.cli.CommandRun;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has settled is in what every command shows, whether its gateway has written it to the database or not. */
class JournalCatchUpTest {

    private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);
    private static final Call CALL = Call.chat("openai/gpt-oss-20b");

    @TempDir
    Path folder;

    private Path data;
    private Path database;

    @BeforeEach
    void nameTheDatabase() {
        data = folder.resolve("debug_data");
        database = data.resolve(Books.DATABASE);
    }

    private static UsageRecord record(String id) {
        RatedUsage rated = new Rater(PriceList::shipped).rate(CALL, Usage.tokens(1_500, 800), AT);
        return new UsageRecord(id, AT, CALL, Attribution.none(), rated);
    }

    private static OpenCall call(String id) {
        return new OpenCall(id, AT, Endpoint.CHAT, "m", Attribution.none(), Optional.of(new BigDecimal("0.5")), null);
    }

    private CallJournal journal() {
        return CallJournal.open(data, JournalOwner.anybody(), Durability.PROCESS, 0, "says the test");
    }

    /** Written: one call. Settled and not written: one. Open: one. It is not closed, as a killed one is not. */
    private CallJournal killed(UsageStore books) {
        books.append(UsageBatch.of(record("written")));
        CallJournal journal = journal();
        journal.open(call("settled"));
        journal.open(call("open"));
        journal.settle(record("settled"), Optional.empty());
        return journal;
    }

    private SqliteUsageStore sqlite() {
        return SqliteUsageStore.open(database, UTC, Durability.PROCESS);
    }

    @Test
    void commands_show_what_a_killed_gateway_had_settled_and_not_written() {
        killed(sqlite());

        CommandRun stats = CommandRun.in(folder, "stats", "total", "--json");

        assertThat(stats.err()).isEmpty();
        assertThat(stats.out()).contains("\"total_requests\" : 2,", "\"total_cost_usd\" : 0.000705,");
        assertThat(CommandRun.in(folder, "export", "--json").out()).contains("\"written\"", "\"settled\"");
        assertThat(CommandRun.in(folder, "unsettled").out())
                .contains("open ")
                .doesNotContain("settled  ")
                .contains("One call is unsettled");
    }

    @Test
    void its_next_start_counts_them_once() {
        killed(sqlite());
        CommandRun.in(folder, "stats");

        try (SqliteUsageStore books = sqlite();
                CallJournal journal = journal();
                UsageQueue next = new UsageQueue(books, journal, List.of())) {
            assertThat(next.store().after(0, 10)).hasSize(2);
            assertThat(next.store().openCalls()).extracting(OpenCall::id).containsExactly("open");
        }
    }

    @Test
    void the_doctor_changes_nothing_and_says_what_is_missing() {
        killed(sqlite());

        assertThat(CommandRun.in(folder, "doctor").out())
                .contains("1 call has settled but not reached these sums yet", "; 1 call, ");

        try (UsageStore books = SqliteUsageStore.openReadOnly(database)) {
            assertThat(books.find("settled")).isEmpty();
        }
    }

    @Test
    void what_settled_cannot_be_resolved_by_hand() {
        killed(sqlite());

        CommandRun resolve = CommandRun.in(folder, "unsettled", "resolve", "settled", "--as", "zero");

        assertThat(resolve.exitCode()).isNotZero();
        assertThat(resolve.err()).contains("settled is settled already");
        try (UsageStore books = SqliteUsageStore.openReadOnly(database)) {
            assertThat(books.find("settled")).contains(record("settled"));
        }
    }

    @Test
    void those_of_an_earlier_gateway_beside_json_files_are_shown_too() {
        killed(JsonFileUsageStore.open(data, UTC, Durability.PROCESS));

        CommandRun stats = CommandRun.in(folder, "stats", "total", "--json");

        assertThat(stats.out()).contains("\"total_requests\" : 2,");
    }

    @Test
    void where_they_cannot_be_written_commands_say_what_is_missing_and_why() {
        CallJournal gateway = killed(sqlite());
        UsageRecord dear = new UsageRecord(
                "dear",
                AT,
                CALL,
                Attribution.none(),
                new RatedUsage(
                        Usage.tokens(1, 1),
                        new BigDecimal("10000000"),
                        record("x").rated().basis(),
                        List.of()));
        gateway.settle(dear, Optional.empty());

        CommandRun stats = CommandRun.in(folder, "stats", "total", "--json");
        CommandRun export = CommandRun.in(folder, "export", "--json");

        assertThat(export.exitCode()).isEqualTo(1);
        assertThat(export.out()).contains("\"written\"").endsWith("]\n");
        assertThat(export.err()).isEqualTo(stats.err());
        assertThat(stats.exitCode()).isZero();
        assertThat(stats.out()).contains("\"total_requests\" : 1,");
        assertThat(stats.err())
                .contains(
                        "a gateway died after settling 2 calls that could not be written to the books: record dear costs")
                .hasLineCount(1);
    }

    @Test
    void beside_a_running_gateway_commands_wait_until_it_has_written_what_had_settled() throws Exception {
        SqliteUsageStore gateway = sqlite();
        killed(gateway);
        try (GatewayLock running = GatewayLock.takeIfFree(data, "a test").orElseThrow()) {
            assertThat(running).isNotNull();
            CompletableFuture<CommandRun> stats =
                    CompletableFuture.supplyAsync(() -> CommandRun.in(folder, "stats", "total", "--json"));
            await().until(() -> Thread.getAllStackTraces().values().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(frame -> frame.getClassName().equals(JournalCatchUp.class.getName())
                            && frame.getMethodName().equals("late")));
            assertThat(stats).isNotDone();

            gateway.append(UsageBatch.of(record("settled")));

            assertThat(stats.get().out()).contains("\"total_requests\" : 2,");
            assertThat(stats.get().err()).isEmpty();
        }
    }

    @Test
    void beside_a_running_gateway_that_is_far_behind_they_wait_too() throws Exception {
        SqliteUsageStore gateway = sqlite();
        CallJournal journal = journal();
        for (int n = 0; n < 1_001; n++) { // more than are looked up one by one
            journal.settle(record("r-" + n), Optional.empty());
        }
        try (GatewayLock running = GatewayLock.takeIfFree(data, "a test").orElseThrow()) {
            assertThat(running).isNotNull();
            CompletableFuture<Integer> late = new CompletableFuture<>();
            Thread reader = new Thread(() -> late.complete(new JournalCatchUp(data, gateway).late()));
            reader.start();
            await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
            try (UsageQueue queue = new UsageQueue(gateway, journal, List.of())) {
                assertThat(queue.refused()).isZero();
                assertThat(late.get()).isZero();
            }
        }
    }
}
