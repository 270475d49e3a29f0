package io.groqmeter.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.UsageSums;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedImportTest {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));
    private static final String DAILY = """
            {"2025-01-14": {"date": "2025-01-14", "total_requests": 25, "total_input_tokens": 15000,
              "total_output_tokens": 8000, "total_cost_usd": 0.0125, "models_used": {"llama3-70b-8192": 20, "llama3-8b-8192": 5}},
             "2025-01-15": {"date": "2025-01-15", "total_requests": 2, "total_input_tokens": 20,
              "total_output_tokens": 10, "total_cost_usd": 0.2, "models_used": {"m": 2}}}
            """;

    private final Path folder;
    private final UsageStore store = new InMemoryUsageStore(MADRID);

    SeedImportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void importing_twice_changes_nothing() throws IOException {
        log(
                entry("2025-01-15T10:30:00", "chat_1"),
                entry("2025-01-15T10:30:00", "chat_1"),
                entry("2025-01-15T10:31:00", "chat_2"));

        ImportReport first = importLog();
        UsageSums sums = total();
        ImportReport second = importLog();

        assertThat(first.added()).isEqualTo(3);
        assertThat(second.added()).isZero();
        assertThat(second.known()).isEqualTo(3);
        assertThat(total()).isEqualTo(sums);
        assertThat(sums.cost()).isEqualByComparingTo("0.3");
    }

    @Test
    void a_grown_file_adds_only_what_is_new() throws IOException {
        String same = entry("2025-01-15T10:30:00", "chat_1");
        log(same, same);
        importLog();
        log(same, same, same, entry("2025-01-15T11:00:00", "chat_3"));

        assertThat(importLog().added()).isEqualTo(2);
        assertThat(total().calls()).isEqualTo(4);
    }

    @Test
    void the_same_numbers_spelled_otherwise_are_the_same_entry() throws IOException {
        log(entry("2025-01-15T10:30:00", "chat_1"));
        importLog();
        log("{\"request_id\":\"chat_1\",\"model\":\"m\",\"timestamp\":\"2025-01-15T10:30:00\",\"cost_usd\":1.0e-1,"
                + "\"output_tokens\":5,\"input_tokens\":10}");

        assertThat(importLog().added()).isZero();
    }

    @Test
    void costs_stay_what_the_file_says() throws IOException {
        log(entry("2025-01-15T10:30:00", "chat_1").replace("0.1", "0.30000000000000004"));
        importLog();

        assertThat(total().cost()).isEqualTo("0.300000000000");
    }

    @Test
    void an_entry_that_groqmeter_wrote_is_the_record_of_its_id() throws IOException {
        String id = "gm-01k8v4p2m0abcdefghjkmnpqrs";
        log(entry("2025-01-15T10:30:00", id));
        importLog();
        UsageRecord record = store.find(id).orElseThrow();
        assertThat(record.requestId()).isNull();

        log(entry("2025-01-15T10:30:00", id), entry("2025-01-15T10:30:00", "gm-no-record-id"));
        assertThat(importLog().added()).isEqualTo(1);
    }

    @Test
    void what_a_json_file_store_kept_is_the_same_records_elsewhere() throws IOException {
        log(entry("2025-01-15T10:30:00", "chat_1"), entry("2025-01-15T10:30:00", "chat_1"));
        try (JsonFileUsageStore files = JsonFileUsageStore.open(folder, MADRID, Durability.PROCESS)) {
            importLog();
            assertThat(store.after(0, 10).stream().map(each -> each.record()).toList())
                    .isEqualTo(files.after(0, 10).stream()
                            .map(each -> each.record())
                            .toList());
        }
    }

    @Test
    void times_that_a_clock_change_skipped_or_repeated_are_booked_by_rule() throws IOException {
        log(entry("2026-03-29T02:30:00", "skipped"), entry("2026-10-25T02:30:00", "repeated"));
        importLog();

        assertThat(store.after(0, 10))
                .extracting(each -> each.record().startedAt().toString())
                .containsExactly("2026-03-29T01:30:00Z", "2026-10-25T00:30:00Z");
    }

    @Test
    void entries_that_cannot_be_counted_are_refused_with_their_line_and_the_others_added() throws IOException {
        log(entry("2025-01-15T10:30:00", "1"), "{\"timestamp\": \"soon\"}", "7", entry("2025-01-15T10:30:00", "2"));

        ImportReport report = importLog();

        assertThat(report.added()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(2);
        assertThat(report.complete()).isFalse();
        assertThat(report.refusals().get(0)).startsWith("line 3: ").contains("soon");
        assertThat(report.refusals().get(1)).startsWith("line 4: ");
    }

    @Test
    void a_log_broken_in_the_middle_gives_what_stands_before_and_says_where() throws IOException {
        Files.writeString(
                folder.resolve("usage_log.json"),
                "[\n" + entry("2025-01-15T10:30:00", "1") + ",\n{\"timestamp\" 1}\n]");

        ImportReport report = importLog();

        assertThat(report.added()).isEqualTo(1);
        assertThat(report.refusals()).hasSize(1).first().asString().startsWith("line 3: ");
    }

    @Test
    void an_empty_file_imports_nothing() throws IOException {
        for (String text : List.of("", "[]", " \n")) {
            Files.writeString(folder.resolve("usage_log.json"), text);
            assertThat(importLog().complete()).isTrue();
        }
        assertThat(total()).isEqualTo(UsageSums.ZERO);
    }

    @Test
    void a_file_of_another_kind_is_refused() throws IOException {
        Files.writeString(folder.resolve("usage_log.json"), "model,cost\n");

        assertThatThrownBy(this::importLog)
                .isInstanceOf(UsageStoreException.class)
                .hasMessageContaining("neither a usage log");
    }

    @Test
    void days_without_entries_come_from_daily_stats_and_days_with_entries_are_compared() throws IOException {
        log(entry("2025-01-15T10:30:00", "1"), entry("2025-01-15T10:30:01", "2"));
        Files.writeString(folder.resolve("daily_stats.json"), DAILY);

        List<ImportReport> reports = new SeedImport(store).folder(folder);

        assertThat(reports).extracting(ImportReport::added).containsExactly(2L, 3L);
        assertThat(reports.get(1).notices()).isEmpty();
        assertThat(total().metered()).isEqualTo(27);
        assertThat(total().cost()).isEqualByComparingTo("0.2125");
        UsageSums sums = total();

        assertThat(new SeedImport(store).folder(folder))
                .allSatisfy(again -> assertThat(again.added()).isZero());
        assertThat(total()).isEqualTo(sums);
    }

    @Test
    void what_a_day_has_beyond_its_entries_is_added_and_reported() throws IOException {
        log(entry("2025-01-15T10:30:00", "1"));
        Files.writeString(folder.resolve("daily_stats.json"), DAILY);

        List<ImportReport> reports = new SeedImport(store).folder(folder);

        assertThat(reports.get(1).notices())
                .containsExactly(
                        "2025-01-15: daily_stats.json says 2 requests, 20 + 10 tokens, $0.2, its entries say 1 request,"
                                + " 10 + 5 tokens, $0.1; what it says beyond them was added");
        assertThat(total().metered()).isEqualTo(27);
        assertThat(total().cost()).isEqualByComparingTo("0.2125");
    }

    @Test
    void a_day_that_says_less_than_its_entries_is_reported_and_they_stay() throws IOException {
        log(entry("2025-01-15T10:30:00", "1"), entry("2025-01-15T10:31:00", "2"), entry("2025-01-15T10:32:00", "3"));
        Files.writeString(folder.resolve("daily_stats.json"), DAILY);

        List<ImportReport> reports = new SeedImport(store).folder(folder);

        assertThat(reports.get(1).notices()).singleElement().asString().endsWith("the books were left as they are");
        assertThat(total().metered()).isEqualTo(28);
    }

    /** Parts of logs, some of which overlap, and two versions of the daily stats. */
    @Test
    void in_whatever_order_files_come_the_books_are_the_same() throws IOException {
        List<String> entries = List.of(
                entry("2025-01-14T10:30:00", "1"),
                entry("2025-01-15T10:30:00", "2"),
                entry("2025-01-15T10:30:01", "3"),
                entry("2025-01-15T10:30:02", "4"),
                entry("2025-01-16T10:30:00", "5"));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("a.json", "[" + String.join(",", entries.subList(0, 2)) + "]");
        files.put("b.json", "[" + String.join(",", entries.subList(1, 5)) + "]");
        files.put("c.json", DAILY);
        files.put(
                "d.json",
                DAILY.replace("\"total_requests\": 2,", "\"total_requests\": 7,")
                        .replace("0.2,", "0.20000000001,"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Set<String> books = new HashSet<>();
        for (List<String> order : orders(List.copyOf(files.keySet()))) {
            UsageStore one = new InMemoryUsageStore(MADRID);
            for (String name : order) {
                new SeedImport(one).file(folder.resolve(name));
            }
            List<UsageRollup> sums = one.rollup(RollupQuery.of(Window.always(), Dimension.DAY, Dimension.MODEL));
            for (String name : order) {
                assertThat(new SeedImport(one).file(folder.resolve(name)).added())
                        .as("%s again", name)
                        .isZero();
            }
            assertThat(one.rollup(RollupQuery.of(Window.always(), Dimension.DAY, Dimension.MODEL)))
                    .isEqualTo(sums);
            books.add(sums.toString());
        }
        assertThat(books).hasSize(1);
        assertThat(books.iterator().next()).contains("2025-01-16");
    }

    private static List<List<String>> orders(List<String> names) {
        if (names.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> orders = new ArrayList<>();
        for (String first : names) {
            List<String> others = new ArrayList<>(names);
            others.remove(first);
            for (List<String> rest : orders(others)) {
                List<String> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }

    @Test
    void entries_take_the_place_of_what_was_taken_over_of_their_day() throws IOException {
        log(entry("2025-01-15T10:30:00", "1"), entry("2025-01-15T10:30:01", "2"), entry("2025-01-16T10:30:00", "3"));
        Files.writeString(folder.resolve("daily_stats.json"), DAILY);

        new SeedImport(store).file(folder.resolve("daily_stats.json"));
        ImportReport report = importLog();

        assertThat(report.added()).isEqualTo(3);
        assertThat(report.notices()).singleElement().asString().startsWith("2 entries of 2025-01-15 took the place");
        assertThat(total().metered()).isEqualTo(28);
        assertThat(total().cost()).isEqualByComparingTo("0.3125");
    }

    @Test
    void a_long_log_is_read_as_a_stream() throws IOException {
        List<String> entries = new ArrayList<>();
        for (int number = 0; number < 20_000; number++) {
            entries.add(
                    entry("2025-01-%02dT10:%02d:00".formatted(1 + number % 28, number % 60), "chat_" + number % 500));
        }
        log(entries.toArray(String[]::new));

        assertThat(importLog().added()).isEqualTo(20_000);
        assertThat(importLog().known()).isEqualTo(20_000);
        assertThat(total().calls()).isEqualTo(20_000);
    }

    private ImportReport importLog() {
        return new SeedImport(store).file(folder.resolve("usage_log.json"));
    }

    private UsageSums total() {
        return store.rollup(RollupQuery.of(Window.always())).get(0).sums();
    }

    private void log(String... entries) throws IOException {
        Files.writeString(folder.resolve("usage_log.json"), "[\n" + String.join(",\n", entries) + "\n]");
    }

    private static String entry(String timestamp, String requestId) {
        return "{\"input_tokens\": 10, \"output_tokens\": 5, \"total_tokens\": 15, \"cost_usd\": 0.1, \"timestamp\": \""
                + timestamp + "\", \"model\": \"m\", \"request_id\": \"" + requestId + "\"}";
    }
}
