package io.groqmeter.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store makes of the first tool's files, and what it leaves in them. */
class JsonFileUsageStoreFilesTest {

    static final String SEED_LOG = """
            [
              {
                "input_tokens": 1500,
                "output_tokens": 800,
                "total_tokens": 2300,
                "cost_usd": 0.00125,
                "timestamp": "2025-01-15T10:30:00",
                "model": "llama3-70b-8192",
                "request_id": "chat_1705312200"
              }
            ]""";

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));

    private final Path folder;

    JsonFileUsageStoreFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void the_first_tools_example_is_read_as_it_stands() throws IOException {
        write("usage_log.json", SEED_LOG);

        try (JsonFileUsageStore store = open()) {
            UsageRecord record = store.find(RecordQuery.latest(10)).records().get(0);
            assertThat(record.startedAt()).isEqualTo("2025-01-15T09:30:00Z");
            assertThat(record.call().model()).isEqualTo("llama3-70b-8192");
            assertThat(record.usage()).isEqualTo(Usage.tokens(1_500, 800));
            assertThat(record.cost()).isEqualTo("0.001250000000");
            assertThat(record.rated().basis()).isEqualTo(PriceBasis.OVERRIDE);
            assertThat(record.requestId()).isEqualTo("chat_1705312200");
            assertThat(store.find(record.id())).contains(record);
            assertThat(store.notices()).isEmpty();
        }
        assertThat(folder.resolve("usage_log.json")).hasContent(SEED_LOG);
    }

    @Test
    void a_cost_that_is_the_lists_is_booked_as_such() throws IOException {
        write("usage_log.json", SEED_LOG.replace("0.00125", "0.0015169999999999998"));

        try (JsonFileUsageStore store = open()) {
            UsageRecord record = store.find(RecordQuery.latest(1)).records().get(0);
            assertThat(record.cost()).isEqualTo("0.001517000000");
            assertThat(record.rated().basis()).isEqualTo(PriceBasis.LIST);
            assertThat(record.rated().charges()).hasSize(2);
        }
    }

    @Test
    void a_record_stands_behind_the_first_tools_seven_keys() {
        UsageRecord call;
        try (JsonFileUsageStore store = open()) {
            call = new SeedIds(store).named(plain("chat_1705312200"));
            store.append(UsageBatch.of(call));
            assertThat(store.find(call.id())).contains(call);
        }

        assertThat(folder.resolve("usage_log.json"))
                .hasContent(withRecord(SEED_LOG.replace("0.00125", "0.001517"), call));
    }

    @Test
    void a_call_without_a_request_id_goes_by_its_own_id() {
        UsageRecord call = plain(null);
        try (JsonFileUsageStore store = open()) {
            store.append(UsageBatch.of(call));
        }

        String seven = SEED_LOG.replace("0.00125", "0.001517").replace("chat_1705312200", call.id());
        assertThat(folder.resolve("usage_log.json")).hasContent(withRecord(seven, call));
        try (JsonFileUsageStore store = open()) {
            assertThat(store.find(call.id())).contains(call);
        }
    }

    private static String withRecord(String log, UsageRecord record) {
        return log.replace("\"\n  }", "\",\n    \"groqmeter\": " + UsageRecordJson.text(record) + "\n  }");
    }

    @Test
    void an_entry_of_an_earlier_release_is_read() throws IOException {
        write(
                "usage_log.json",
                SEED_LOG.replace("0.00125", "0.001517")
                        .replace(
                                "chat_1705312200\"",
                                "gm-00000000000000000000000000\", \"groqmeter\": "
                                        + "{\"started_at\": \"2025-01-15T09:30:00.007Z\", \"project\": \"web\"}"));

        try (JsonFileUsageStore store = open()) {
            UsageRecord record = store.find("gm-00000000000000000000000000").orElseThrow();
            assertThat(record.startedAt()).isEqualTo("2025-01-15T09:30:00.007Z");
            assertThat(record.attribution().project()).isEqualTo("web");
            assertThat(record.rated().basis()).isEqualTo(PriceBasis.LIST);
            assertThat(record.rated().charges()).hasSize(2);
        }
    }

    @Test
    void an_entry_of_a_newer_version_is_refused() throws IOException {
        String entry = withRecord(SEED_LOG.replace("0.00125", "0.001517"), plain(null));
        write("usage_log.json", entry.replace("\"version\":2", "\"version\":3"));

        assertThatThrownBy(this::open)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("it is version 3 of a usage_record, but this groqmeter reads versions 1 to 2");
        assertThat(folder.resolve("usage_log.json")).content().contains("\"version\":3");
    }

    @Test
    void an_entry_whose_keys_and_record_disagree_is_refused() throws IOException {
        write("usage_log.json", withRecord(SEED_LOG, plain(null)));

        assertThatThrownBy(this::open)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("its \"cost_usd\" is 0.00125, but its \"groqmeter\" says 0.001517");
    }

    @Test
    void equal_calls_in_one_second_are_so_many_records_whenever_they_are_read() {
        List<String> ids;
        try (JsonFileUsageStore store = open()) {
            SeedIds seedIds = new SeedIds(store);
            List<UsageRecord> three = List.of(
                    seedIds.named(plain("chat_1")), seedIds.named(plain("chat_1")), seedIds.named(plain("chat_1")));
            assertThat(store.append(UsageBatch.of(three))).isEqualTo(3);
            store.append(UsageBatch.of(seedIds.named(plain("chat_1"))));
            ids = store.after(0, 10).stream().map(each -> each.record().id()).toList();
            assertThat(ids).hasSize(4).doesNotHaveDuplicates();
        }
        try (JsonFileUsageStore store = open()) {
            assertThat(store.after(0, 10))
                    .extracting(each -> each.record().id())
                    .isEqualTo(ids);
            assertThat(ids).allSatisfy(id -> assertThat(store.find(id)).isPresent());
            UsageRecord fifth = new SeedIds(store).named(plain("chat_1"));
            assertThat(store.append(UsageBatch.of(fifth))).isEqualTo(1);
        }
    }

    @Test
    void pythons_numbers_and_timestamps_of_every_kind_are_read() throws IOException {
        write("usage_log.json", """
                [{"input_tokens": 10, "output_tokens": 0, "cost_usd": 1.25e-05, "timestamp": "2026-07-01T00:30:00.123456", "model": "a", "extra": [1, {"b": null}]},
                 {"output_tokens": 5, "total_tokens": 8, "cost_usd": 0, "timestamp": "2026-07-01 00:30:00+05:30", "model": "a", "request_id": null},
                 {"cost_usd": 2.0, "timestamp": "2026-07-01T00:30:00Z", "request_id": 17},
                 {"input_tokens": 3.0, "output_tokens": 4, "timestamp": "2026-07-01T00:30", "model": "llama-3.1-8b-instant"}]
                """);

        try (JsonFileUsageStore store = open()) {
            List<UsageRecord> records =
                    store.after(0, 10).stream().map(each -> each.record()).toList();
            assertThat(records)
                    .extracting(record -> record.startedAt().toString())
                    .containsExactly(
                            "2026-06-30T22:30:00.123Z",
                            "2026-06-30T19:00:00Z",
                            "2026-07-01T00:30:00Z",
                            "2026-06-30T22:30:00Z");
            assertThat(records.get(0).cost()).isEqualTo("0.000012500000");
            assertThat(records.get(1).usage()).isEqualTo(Usage.tokens(3, 5));
            assertThat(records.get(2).usage()).isEqualTo(Usage.unknown());
            assertThat(records.get(2).requestId()).isEqualTo("17");
            assertThat(records.get(3).cost()).as("priced by the list").isEqualTo("0.000000470000");
        }
    }

    @Test
    void an_entry_that_cannot_be_counted_is_refused_with_its_line() throws IOException {
        for (String wrong : List.of(
                "\"timestamp\": \"2025-01-15T10:30:00\"|\"timestamp\": \"yesterday\"",
                "\"timestamp\": \"2025-01-15T10:30:00\"|\"time\": 1",
                "\"input_tokens\": 1500|\"input_tokens\": -1",
                "\"input_tokens\": 1500|\"input_tokens\": 1.5",
                "\"input_tokens\": 1500|\"input_tokens\": \"many\"",
                "\"input_tokens\": 1500|\"input_tokens\": 1e999999999",
                "\"cost_usd\": 0.00125|\"cost_usd\": -0.1",
                "\"cost_usd\": 0.00125|\"cost_usd\": 1e-999999999",
                "\"cost_usd\": 0.00125|\"cost_usd\": \"free\"",
                "\"model\": \"llama3-70b-8192\"|\"model\": [1]")) {
            String[] pair = wrong.split("\\|");
            String log = SEED_LOG.replace(pair[0], pair[1]);
            write("usage_log.json", log);
            assertThatThrownBy(this::open)
                    .as(wrong)
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining("\"" + pair[0].split("\"")[1] + "\"");
            assertThat(folder.resolve("usage_log.json")).hasContent(log);
        }
    }

    @Test
    void daily_stats_are_the_first_tools_and_always_current() {
        try (JsonFileUsageStore store = open()) {
            store.append(UsageBatch.of(plain(null)));
            store.append(UsageBatch.of(plain(null)));

            assertThat(folder.resolve("daily_stats.json")).hasContent("""
                            {
                              "2025-01-15": {
                                "date": "2025-01-15",
                                "total_requests": 2,
                                "total_input_tokens": 3000,
                                "total_output_tokens": 1600,
                                "total_cost_usd": 0.003034,
                                "models_used": {
                                  "llama3-70b-8192": 2
                                }
                              }
                            }""");
        }
    }

    @Test
    void a_day_that_only_daily_stats_tell_of_is_taken_over_once() throws IOException {
        write("usage_log.json", SEED_LOG);
        write("daily_stats.json", """
                {"2025-01-14": {"date": "2025-01-14", "total_requests": 25, "total_input_tokens": 150000000,
                  "total_output_tokens": 8000, "total_cost_usd": 0.0125, "models_used": {"llama3-70b-8192": 20, "llama3-8b-8192": 4}}}
                """);

        for (int opening = 0; opening < 2; opening++) {
            try (JsonFileUsageStore store = open()) {
                Window day = MADRID.day(LocalDate.of(2025, 1, 14));
                UsageSums sums = store.rollup(RollupQuery.of(day)).get(0).sums();
                assertThat(sums.metered()).isEqualTo(25);
                assertThat(sums.inputTokens()).isEqualTo(150_000_000);
                assertThat(sums.cost()).isEqualByComparingTo("0.0125");
                assertThat(store.rollup(RollupQuery.of(day, Dimension.MODEL))).hasSize(3);
            }
            assertThat(folder.resolve("daily_stats.json"))
                    .content()
                    .contains("\"total_requests\": 25", "\"llama3-70b-8192\": 20", "\"unknown\": 1", "\"2025-01-15\"");
        }
    }

    @Test
    void daily_stats_that_say_more_than_the_log_are_kept_and_told_of() throws IOException {
        write("usage_log.json", SEED_LOG);
        String stats = "{\"2025-01-15\": {\"total_requests\": 9, \"total_cost_usd\": 1}}";
        write("daily_stats.json", stats);

        try (JsonFileUsageStore store = open()) {
            assertThat(store.notices()).anySatisfy(notice -> assertThat(notice).contains("2025-01-15", "9 requests"));
        }

        assertThat(folder.resolve("daily_stats.kept.json")).hasContent(stats);
        assertThat(folder.resolve("daily_stats.json")).content().contains("\"total_requests\": 1,");
    }

    @Test
    void broken_daily_stats_are_refused_and_left_alone() throws IOException {
        for (String broken : List.of(
                "{", "[]", "{\"2025-01-15\": 3}", "{\"someday\": {}}", "{\"2025-01-15\": {\"total_requests\": -1}}")) {
            write("daily_stats.json", broken);
            assertThatThrownBy(this::open)
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("daily_stats.json")
                    .hasMessageContaining("line");
            assertThat(folder.resolve("daily_stats.json")).hasContent(broken);
        }
    }

    @Test
    void a_second_writer_is_refused_until_the_first_is_closed() {
        try (JsonFileUsageStore store = open()) {
            assertThat(store.check().ok()).isTrue();
            assertThatThrownBy(this::open)
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("another groqmeter");
        }
        open().close();
    }

    @Test
    void an_interrupted_write_is_mended_and_told_of() throws IOException {
        write("usage_log.json", SEED_LOG.substring(0, SEED_LOG.length() - 2) + ",\n  {\n    \"input_tok");

        try (JsonFileUsageStore store = open()) {
            assertThat(store.notices()).hasSize(1).first().asString().contains("interrupted", "cut off");
            store.append(UsageBatch.of(plain(null)));
            assertThat(store.after(0, 10)).hasSize(2);
        }
    }

    @Test
    void open_calls_leave_no_file_once_all_are_settled() {
        try (JsonFileUsageStore store = open()) {
            UsageRecord call = plain(null);
            OpenCall open = new OpenCall(
                    call.id(), call.startedAt(), Endpoint.CHAT, null, Attribution.none(), Optional.empty(), null);
            store.append(new UsageBatch(List.of(open), List.of()));
            assertThat(folder.resolve(OpenCallFile.NAME)).isNotEmptyFile();
            store.append(UsageBatch.of(call));
            assertThat(folder.resolve(OpenCallFile.NAME)).isEmptyFile();
        }
        assertThat(folder.resolve(OpenCallFile.NAME)).doesNotExist();
    }

    private int number;

    private UsageRecord plain(@Nullable String requestId) {
        Instant at = Instant.parse("2025-01-15T09:30:00Z");
        Call call = Call.chat("llama3-70b-8192");
        var rated = new Rater(PriceList::shipped).rate(call, Usage.tokens(1_500, 800), at);
        return new UsageRecord(
                "gm-01k8000000000000000000000" + number++ % 10, at, call, Attribution.none(), rated, requestId, 1);
    }

    private JsonFileUsageStore open() {
        return JsonFileUsageStore.open(folder, MADRID, Durability.PROCESS);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
