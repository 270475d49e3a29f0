package io.groqmeter.e2e;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The books of a small company over thirteen months, always the same; with budgets and caller keys. */
final class SampleBooks {

    /** A Thursday afternoon. */
    static final Instant NOW = Instant.parse("2026-11-19T15:40:00Z");

    private static final int DAYS = 400;

    private SampleBooks() {}

    /** Writes them where a gateway run in that folder looks for its books. */
    static void write(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("debug_data"));
        SampleCalls calls = new SampleCalls(NOW);
        try (SqliteUsageStore store = SqliteUsageStore.open(
                data.resolve("groqmeter.db"), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            List<UsageRecord> records = new ArrayList<>();
            for (int daysAgo = DAYS; daysAgo >= 0; daysAgo--) {
                records.addAll(calls.ofDay(daysAgo));
            }
            store.append(UsageBatch.of(records));
            store.append(new UsageBatch(
                    List.of(unsettled("gm-unsettled-1", 95), unsettled("gm-unsettled-2", 31)), List.of()));
        }
    }

    private static OpenCall unsettled(String id, int minutesAgo) {
        return new OpenCall(
                        id,
                        NOW.minus(Duration.ofMinutes(minutesAgo)),
                        Endpoint.CHAT,
                        "openai/gpt-oss-120b",
                        new Attribution("batch-jobs", "invoices", "nightly", Map.of()),
                        Optional.of(new BigDecimal("0.0401130")),
                        null)
                .unsettledBecause("The gateway ended while the call was open.");
    }

    /** Sets budgets and creates caller keys. */
    static void arrange(RunningGateway gateway) {
        for (String budget : List.of(
                "{\"scope\":\"all\",\"usd\":\"8\",\"period\":\"month\",\"hard\":true}",
                "{\"scope\":\"project:support-bot\",\"usd\":\"0.20\",\"period\":\"day\",\"hard\":true}",
                "{\"scope\":\"each-user\",\"usd\":\"1.50\",\"period\":\"month\",\"hard\":false}",
                "{\"scope\":\"model:qwen/qwen3.8-27b\",\"usd\":\"1\",\"period\":\"week\",\"hard\":false}")) {
            gateway.send("PUT", "/api/budgets", budget);
        }
        for (String key : List.of(
                "{\"name\":\"website\",\"project\":\"support-bot\"}",
                "{\"name\":\"batch-jobs\",\"project\":\"invoices\",\"models\":[\"openai/gpt-oss-120b\",\"openai/gpt-oss-20b\"]}",
                "{\"name\":\"lab\",\"expires_at\":\"2027-03-31T00:00:00Z\"}",
                "{\"name\":\"old-phone-app\",\"user\":\"diego\"}")) {
            gateway.send("POST", "/api/keys", key);
        }
        gateway.send("POST", "/api/keys/old-phone-app/revoke", "{}");
    }
}
