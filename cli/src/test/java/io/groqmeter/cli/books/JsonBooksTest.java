package io.groqmeter.cli.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.RunningCommand;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFilePolicyStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder whose books an earlier gateway kept in JSON files ({@code --store json}). */
class JsonBooksTest {

    private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);
    private static final Call CALL = Call.chat("openai/gpt-oss-20b");

    @TempDir
    Path folder;

    @BeforeEach
    void keepBooksAsAnEarlierGatewayDid() {
        RatedUsage rated = new Rater(PriceList::shipped).rate(CALL, Usage.tokens(1_500, 800), AT);
        UsageRecord record = new UsageRecord("gm-1", AT, CALL, Attribution.none(), rated);
        OpenCall open = new OpenCall(
                "gm-2", AT, Endpoint.CHAT, "m", Attribution.none(), Optional.of(new BigDecimal("0.5")), null);
        data().toFile().mkdirs();
        try (UsageStore files = JsonFileUsageStore.open(data(), UTC, Durability.PROCESS)) {
            files.append(new UsageBatch(List.of(open), List.of(record)));
        }
        try (PolicyStore file = JsonFilePolicyStore.open(data())) {
            file.put(new Policy(PolicyKind.BUDGET, "project:blog/day", budget()));
        }
    }

    /** As the command writes it. */
    private String budget() {
        Path other = folder.resolve("other");
        CommandRun.in(folder, "budgets", "set", "project:blog", "--usd", "3", "--period", "day", "--data", "other");
        try (PolicyStore policies = SqliteUsageStore.policiesReadOnly(other.resolve(Books.DATABASE))) {
            return policies.find(PolicyKind.BUDGET, "project:blog/day")
                    .orElseThrow()
                    .body();
        }
    }

    private Path data() {
        return folder.resolve("debug_data");
    }

    @Test
    void whoever_still_asks_for_them_is_told_in_one_line_how_to_go_on() {
        CommandRun serve = CommandRun.in(folder, "serve", "--port", "0", "--store", "json");
        assertThat(serve.exitCode()).isEqualTo(2);
        assertThat(serve.err())
                .hasLineCount(1)
                .contains(
                        "--store json is no longer supported: leave it out, and the next start imports the JSON files")
                .contains("GROQ_SAVE_DEBUG=true");
        assertThat(CommandRun.with(Map.of("GROQMETER_STORE", "json"), folder, "stats")
                        .err())
                .contains("GROQMETER_STORE json is no longer supported");
    }

    @Test
    void the_first_start_brings_records_open_calls_and_budgets_into_the_database() throws Exception {
        try (RunningCommand serve = start()) {
            assertThat(serve.get("/debug/stats?type=total")).contains("\"total_requests\" : 1,");
            await().untilAsserted(() -> assertThat(serve.err())
                    .contains("usage_log.json: 1 added", "open_calls.jsonl: 1 added", "policies.json: 1 added"));
        }
        assertThat(CommandRun.in(folder, "budgets", "list").out()).contains("project:blog");
        assertThat(CommandRun.in(folder, "unsettled", "resolve", "gm-2", "--as", "worst-case")
                        .out())
                .contains("gm-2 resolved: $0.5");
        try (RunningCommand again = start()) {
            assertThat(again.get("/debug/stats?type=total"))
                    .as("the record and the resolved call, each once")
                    .contains("\"total_cost_usd\" : 0.5003525,");
        }
    }

    @Test
    void a_backup_of_them_can_still_be_restored() throws IOException {
        BackupContents.Figures figures = BackupBooks.figures(BackupBooks.JSON, data(), UTC, CommandRun.NOW);
        Map<String, String> hashes = new TreeMap<>();
        for (String name : BackupFile.NAMES) {
            if (Files.exists(data().resolve(name))) {
                hashes.put(name, BackupFile.sha256(data().resolve(name)));
            }
        }
        new BackupFile(folder.resolve("books.zip"))
                .write(new BackupContents(AT.toString(), "0.1.0", BackupBooks.JSON, figures, hashes), data());

        CommandRun restore = CommandRun.in(folder, "restore", "books.zip", "--data", "restored");

        assertThat(restore.exitCode()).as(restore.err()).isZero();
        assertThat(restore.out()).startsWith("1 recorded call for $0.0003525 and 1 without a record yet");
        assertThat(restore.err()).contains("these books are JSON files; the next start imports them");
        assertThat(CommandRun.in(folder, "stats", "total", "--json", "--data", "restored")
                        .out())
                .contains("\"total_requests\" : 1,");
    }

    private RunningCommand start() throws Exception {
        return RunningCommand.listening(Map.of(), folder, "serve", "--port", "0", "--upstream", "http://127.0.0.1:1");
    }
}
