package io.groqmeter.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileMirrorTest {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));

    private final Path folder;
    private final UsageStore store = new InMemoryUsageStore(MADRID);

    JsonFileMirrorTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void an_answered_call_becomes_an_entry_of_the_seven_keys_and_a_day() {
        try (JsonFileMirror mirror = JsonFileMirror.open(store, folder)) {
            store.append(UsageBatch.of(call(1)));
            mirror.catchUp();

            assertThat(folder.resolve("usage_log.json")).hasContent("""
                            [
                              {
                                "input_tokens": 10,
                                "output_tokens": 5,
                                "total_tokens": 15,
                                "cost_usd": 0.0000125,
                                "timestamp": "2026-11-22T11:00:01",
                                "model": "openai/gpt-oss-20b",
                                "request_id": "gm-01k80000000000000000000001"
                              }
                            ]""");
            assertThat(folder.resolve("daily_stats.json")).hasContent("""
                            {
                              "2026-11-22": {
                                "date": "2026-11-22",
                                "total_requests": 1,
                                "total_input_tokens": 10,
                                "total_output_tokens": 5,
                                "total_cost_usd": 0.0000125,
                                "models_used": {
                                  "openai/gpt-oss-20b": 1
                                }
                              }
                            }""");
        }
    }

    @Test
    void refused_calls_and_unbilled_endpoints_are_no_entries() throws IOException {
        try (JsonFileMirror mirror = JsonFileMirror.open(store, folder)) {
            store.append(UsageBatch.of(List.of(
                    call(1, Endpoint.CHAT, 429), call(2, Endpoint.MODELS, 200), call(3, Endpoint.CHAT, 0), call(4))));
            mirror.catchUp();
        }

        assertThat(mirrored()).containsExactly(id(4));
        assertThat(folder.resolve("daily_stats.json")).content().contains("\"total_requests\": 1,");
    }

    @Test
    void a_mirror_opened_later_catches_up_with_everything() throws IOException {
        for (int number = 0; number < 2_500; number++) {
            store.append(UsageBatch.of(call(number)));
        }

        JsonFileMirror.open(store, folder).close();

        assertThat(mirrored()).hasSize(2_500).doesNotHaveDuplicates();
        store.append(UsageBatch.of(call(2_500)));
        JsonFileMirror.open(store, folder).close();
        assertThat(mirrored()).hasSize(2_501).doesNotHaveDuplicates().last().isEqualTo(id(2_500));
    }

    @Test
    void killed_at_any_instant_nothing_is_missing_and_nothing_doubled() throws IOException {
        Map<String, byte[]> before = filesAfter(3);
        Map<String, byte[]> after = filesAfter(6);
        byte[] oldLog = Objects.requireNonNull(before.get("usage_log.json"));
        byte[] newLog = Objects.requireNonNull(after.get("usage_log.json"));
        int at = oldLog.length - 2;

        for (int written = 0; written <= newLog.length - at; written++) {
            byte[] log = Arrays.copyOf(oldLog, Math.max(oldLog.length, at + written));
            System.arraycopy(newLog, at, log, at, written);
            restore(before);
            Files.write(folder.resolve("usage_log.json"), log);

            JsonFileMirror.open(store, folder).close();

            assertThat(mirrored()).as("killed after %d bytes", written).containsExactlyElementsOf(ids(6));
            assertThat(Files.readAllBytes(folder.resolve("daily_stats.json"))).isEqualTo(after.get("daily_stats.json"));
        }
    }

    @Test
    void an_existing_file_of_the_first_tool_is_imported_and_continued() throws IOException {
        Files.writeString(folder.resolve("usage_log.json"), JsonFileUsageStoreFilesTest.SEED_LOG);

        try (JsonFileMirror mirror = JsonFileMirror.open(store, folder)) {
            assertThat(mirror.notices()).hasSize(1).first().asString().contains("1 record was imported");
            store.append(UsageBatch.of(call(1)));
            mirror.catchUp();
        }
        JsonFileMirror.open(store, folder).close();

        assertThat(mirrored()).containsExactly("chat_1705312200", id(1));
        assertThat(store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls())
                .isEqualTo(2);
        assertThat(folder.resolve("usage_log.json"))
                .content()
                .startsWith(JsonFileUsageStoreFilesTest.SEED_LOG.substring(
                        0, JsonFileUsageStoreFilesTest.SEED_LOG.length() - 2));
    }

    @Test
    void a_first_start_killed_before_it_caught_up_begins_again() throws IOException {
        Files.writeString(folder.resolve("usage_log.json"), JsonFileUsageStoreFilesTest.SEED_LOG);
        new SeedImport(store).folder(folder); // and then killed
        store.append(UsageBatch.of(call(1)));

        JsonFileMirror.open(store, folder).close();

        assertThat(mirrored()).containsExactly("chat_1705312200", id(1));
    }

    @Test
    void entries_the_first_tool_added_meanwhile_are_imported() throws IOException {
        filesAfter(2);
        Path log = folder.resolve("usage_log.json");
        String text = Files.readString(log);
        String strange =
                JsonFileUsageStoreFilesTest.SEED_LOG.substring(1, JsonFileUsageStoreFilesTest.SEED_LOG.length() - 2);
        Files.writeString(log, text.substring(0, text.length() - 2) + "," + strange + "\n]");

        JsonFileMirror.open(store, folder).close();
        JsonFileMirror.open(store, folder).close();

        assertThat(mirrored()).containsExactly(id(0), id(1), "chat_1705312200");
        assertThat(store.rollup(RollupQuery.of(Window.always())).get(0).sums().calls())
                .isEqualTo(3);
    }

    @Test
    void without_its_position_or_with_a_wrong_one_it_reads_the_log_and_doubles_nothing() throws IOException {
        Map<String, byte[]> files = filesAfter(4);
        for (String position : List.of(
                "",
                "{",
                "{\"position\": 99999, \"length\": 3, \"last_id\": \"no such record\"}",
                "{\"position\": 2, \"length\": 10, \"last_id\": \"" + id(1) + "\"}",
                "{\"position\": 4, \"length\": 1000000, \"last_id\": \"" + id(3) + "\"}")) {
            restore(files);
            Files.writeString(folder.resolve(MirrorState.NAME), position);

            JsonFileMirror.open(store, folder).close();

            assertThat(mirrored()).as(position).containsExactlyElementsOf(ids(4));
        }
    }

    @Test
    void a_log_that_was_moved_away_is_begun_anew() throws IOException {
        filesAfter(2);
        Files.move(folder.resolve("usage_log.json"), folder.resolve("usage_log.2026.json"));
        JsonFileMirror.open(store, folder).close();
        store.append(UsageBatch.of(call(2)));

        JsonFileMirror.open(store, folder).close();

        assertThat(mirrored()).containsExactly(id(2));
    }

    @Test
    void another_store_gets_what_the_log_knows() throws IOException {
        filesAfter(3);
        UsageStore empty = new InMemoryUsageStore(MADRID);

        JsonFileMirror.open(empty, folder).close();

        assertThat(mirrored()).containsExactlyElementsOf(ids(3));
        assertThat(empty.after(0, 10)).extracting(each -> each.record().id()).containsExactlyElementsOf(ids(3));
        assertThat(empty.rollup(RollupQuery.of(Window.always())))
                .isEqualTo(store.rollup(RollupQuery.of(Window.always())));
    }

    /** The files once the store has that many calls, mirrored call by call. */
    private Map<String, byte[]> filesAfter(int calls) throws IOException {
        try (JsonFileMirror mirror = JsonFileMirror.open(store, folder)) {
            List<UsageRecord> batch = new ArrayList<>();
            for (int number = 0; number < calls; number++) {
                batch.add(call(number));
            }
            store.append(UsageBatch.of(batch));
            mirror.catchUp();
        }
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of("usage_log.json", "daily_stats.json", MirrorState.NAME)) {
            files.put(name, Files.readAllBytes(folder.resolve(name)));
        }
        return files;
    }

    private void restore(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** The request ids in the log, in its order. */
    private List<String> mirrored() throws IOException {
        List<String> ids = new ArrayList<>();
        try (LogScanner scanner = LogScanner.whole(folder.resolve("usage_log.json"))) {
            for (var next = scanner.next(); next != null; next = scanner.next()) {
                ids.add(String.valueOf(next.entry().get("request_id")));
            }
        }
        return ids;
    }

    private static List<String> ids(int count) {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            ids.add(id(number));
        }
        return ids;
    }

    private static String id(int number) {
        return "gm-01k8%022d".formatted(number);
    }

    private static UsageRecord call(int number) {
        return call(number, Endpoint.CHAT, 200);
    }

    private static UsageRecord call(int number, Endpoint endpoint, int status) {
        boolean billed = status == 200 && endpoint.metered();
        Call call = new Call(
                endpoint,
                "openai/gpt-oss-20b",
                null,
                null,
                null,
                false,
                status,
                billed ? Outcome.COMPLETED : Outcome.ERROR,
                Timings.unknown());
        RatedUsage rated = billed
                ? new RatedUsage(Usage.tokens(10, 5), new BigDecimal("0.0000125"), PriceBasis.OVERRIDE, List.of())
                : RatedUsage.free(Usage.nothing());
        return new UsageRecord(
                id(number),
                Instant.parse("2026-11-22T10:00:00.500Z").plusSeconds(number),
                call,
                Attribution.none(),
                rated);
    }
}
