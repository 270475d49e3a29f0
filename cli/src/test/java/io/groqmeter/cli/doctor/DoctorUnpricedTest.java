package io.groqmeter.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.cli.books.Books;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How loudly {@code doctor} says that a model has no price. */
class DoctorUnpricedTest {

    private static final String[] DOCTOR = {"doctor", "--port", "0", "--upstream", "http://127.0.0.1:1"};

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void call() throws IOException {
        data = Files.createDirectory(folder.resolve("debug_data"));
        Instant at = Instant.parse("2026-11-22T09:00:00Z");
        Call call = Call.chat("acme/new");
        UsageRecord record = new UsageRecord(
                "a",
                at,
                call,
                Attribution.none(),
                new Rater(PriceList::shipped).rate(call, Usage.tokens(1_000_000, 1_000_000), at));
        try (UsageStore store = SqliteUsageStore.open(
                data.resolve(Books.DATABASE), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            store.append(new UsageBatch(List.of(), List.of(record)));
        }
    }

    @Test
    void the_model_is_named_with_what_it_counts_and_what_it_costs_at_the_dearest() {
        assertThat(CommandRun.in(folder, DOCTOR).out())
                .contains("a model without one costs the default: input $0.5/1M tokens, output $0.5/1M tokens")
                .contains(
                        "⚠️ prices: no price is known for acme/new: 1 call counted as $1, at the highest listed price $4.8;"
                                + " give it a price in prices.json, or set GROQMETER_UNKNOWN_PRICE=dearest for later calls");
    }

    @Test
    void who_chose_the_dearest_is_told_that_it_holds() {
        assertThat(CommandRun.with(Map.of("GROQMETER_UNKNOWN_PRICE", "dearest"), folder, DOCTOR)
                        .out())
                .contains(
                        "a model without one costs the highest listed price: input $0.8/1M tokens, output $4/1M tokens")
                .contains("no price is known for acme/new")
                .doesNotContain("or set GROQMETER_UNKNOWN_PRICE");
    }

    @Test
    void once_it_has_a_price_there_is_nothing_to_say() throws IOException {
        Files.writeString(data.resolve("prices.json"), "{\"acme/new\": {\"input\": 1, \"output\": 1}}");
        assertThat(CommandRun.in(folder, DOCTOR).out()).doesNotContain("no price is known");
    }

    @Test
    void prices_of_an_unknown_name_tells_the_dearest_too_and_what_batches_take_off() {
        assertThat(CommandRun.in(folder, "prices", "acme/new").err())
                .contains(
                        "are counted at the fallback, input $0.5/1M tokens",
                        "the highest listed: input $0.8/1M tokens");
        assertThat(CommandRun.with(Map.of("GROQMETER_UNKNOWN_PRICE", "dearest"), folder, "prices", "acme/new")
                        .err())
                .contains("are counted at the highest listed prices, input $0.8/1M tokens");
        assertThat(CommandRun.in(folder, "prices", "openai/gpt-oss-20b").out()).contains("In a batch 50 % less.");
        assertThat(CommandRun.with(Map.of("GROQMETER_UNKNOWN_PRICE", "zero"), folder, DOCTOR)
                        .err())
                .contains("GROQMETER_UNKNOWN_PRICE must be");
    }
}
