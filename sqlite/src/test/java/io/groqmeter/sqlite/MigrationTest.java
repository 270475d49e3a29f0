package io.groqmeter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.sqlite.call.CallRow;
import io.groqmeter.sqlite.call.ChargeText;
import io.groqmeter.sqlite.call.TagText;
import io.groqmeter.sqlite.dimension.Series;
import io.groqmeter.sqlite.schema.Schema;
import io.groqmeter.sqlite.schema.StoredZone;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.RandomRecords;
import io.groqmeter.testkit.Seeded;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of the first groqmeter become those of this one, with every record and every sum. */
class MigrationTest {

    private static final UsageCalendar MADRID = new UsageCalendar(ZoneId.of("Europe/Madrid"));
    private static final Window WEEKS =
            new Window(Instant.parse("2026-10-20T00:00:00Z"), Instant.parse("2026-11-03T00:00:00Z"));

    /** The number of the parameter in {@link CallRow#INSERT}. */
    private static final int DETAIL = 25;

    private final Path file;

    MigrationTest(@TempDir Path folder) {
        file = folder.resolve("groqmeter.db");
    }

    @Test
    void the_records_of_an_old_database_are_all_there_and_count_by_every_dimension() throws SQLException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(9), 400, "r", WEEKS);
        writeAsTheFirstGroqmeterDid(records);
        InMemoryUsageStore expected = new InMemoryUsageStore(MADRID);
        expected.append(UsageBatch.of(records));

        try (SqliteUsageStore store = SqliteUsageStore.open(file, MADRID, Durability.PROCESS)) {
            for (Dimension by : Dimension.values()) {
                RollupQuery query = RollupQuery.of(Window.always(), by);
                assertThat(store.rollup(query)).as("by %s", by).isEqualTo(expected.rollup(query));
            }
            RollupQuery times = RollupQuery.of(Window.always(), Dimension.DAY, Dimension.MODEL);
            assertThat(store.latencies(times)).isEqualTo(expected.latencies(times));
            assertThat(store.find(RecordQuery.latest(1_000)).records()).hasSize(400);
            for (UsageRecord record : records) {
                assertThat(store.find(record.id())).contains(record);
            }
            assertThat(store.verify().detail()).endsWith("agree");
        }
    }

    @Test
    void it_goes_on_where_the_old_one_ended() throws SQLException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(10), 100, "r", WEEKS);
        writeAsTheFirstGroqmeterDid(records.subList(0, 60));

        try (SqliteUsageStore store = SqliteUsageStore.open(file, MADRID, Durability.PROCESS)) {
            assertThat(store.append(UsageBatch.of(records))).isEqualTo(40);
            assertThat(store.rollup(RollupQuery.of(Window.always()))
                            .get(0)
                            .sums()
                            .calls())
                    .isEqualTo(records.stream().mapToLong(UsageRecord::calls).sum());
        }
    }

    @Test
    void a_connection_that_was_open_before_reads_and_writes_what_only_few_calls_have() throws SQLException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(12), 100, "r", WEEKS);
        writeAsTheFirstGroqmeterDid(records.subList(0, 50));
        try (Connection before = Database.connect(file);
                PreparedStatement count = before.prepareStatement("select count(detail) from call");
                SqliteUsageStore store = SqliteUsageStore.open(file, MADRID, Durability.PROCESS)) {
            store.append(UsageBatch.of(records.subList(50, 100)));

            try (var row = count.executeQuery()) {
                row.next();
                assertThat(row.getLong(1)).isPositive();
            }
            assertThat(store.find(RecordQuery.latest(200)).records()).containsExactlyInAnyOrderElementsOf(records);
            assertThat(Database.lines(
                            file, "select distinct typeof(detail) from call where detail is not null order by 1"))
                    .containsExactly("blob", "text");
        }
    }

    @Test
    void a_command_that_only_reads_sees_it_all_and_does_not_change_it() throws SQLException, IOException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(11), 50, "r", WEEKS);
        writeAsTheFirstGroqmeterDid(records);
        byte[] before = Files.readAllBytes(file);

        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(file)) {
            assertThat(store.older()).isTrue();
            assertThat(store.find(RecordQuery.latest(100)).records()).hasSize(50);
            assertThat(store.verify().detail()).endsWith("agree");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private void writeAsTheFirstGroqmeterDid(List<UsageRecord> records) throws SQLException {
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement()) {
            new Schema(List.of("001_calls_and_rollups.sql")).applyTo(connection, file.toString());
            StoredZone.write(connection, MADRID.zone());
            Map<List<Object>, Long> series = new HashMap<>();
            try (PreparedStatement insert = connection.prepareStatement(CallRow.INSERT)) {
                for (UsageRecord record : records) {
                    OptionalLong tags =
                            entry(statement, TagText.of(record.attribution().tags()));
                    OptionalLong prices = entry(
                            statement,
                            ChargeText.unitPrices(
                                    ChargeText.UnitPrice.of(record.rated().charges())));
                    CallRow.bind(insert, record, series(connection, series, Series.of(record)), tags, prices);
                    insert.setString(DETAIL, formerDetail(record.usage()));
                    insert.executeUpdate();
                }
            }
        }
    }

    /** Tools and models were text. */
    private static @Nullable String formerDetail(Usage usage) {
        List<String> parts = new ArrayList<>();
        if (!usage.tools().isEmpty()) {
            parts.add("\"tools\":["
                    + usage.tools().stream()
                            .map(use -> "[\"" + use.tool() + "\"," + use.uses() + "]")
                            .collect(Collectors.joining(","))
                    + "]");
        }
        if (!usage.models().isEmpty()) {
            parts.add("\"" + (usage.split() ? "models" : "candidates") + "\":["
                    + usage.models().stream()
                            .map(part -> "[\"" + part.model() + "\"," + part.inputTokens() + ","
                                    + part.cacheReadInputTokens() + "," + part.outputTokens() + "]")
                            .collect(Collectors.joining(","))
                    + "]");
        }
        return parts.isEmpty() ? null : "{" + String.join(",", parts) + "}";
    }

    private static OptionalLong entry(Statement statement, @Nullable String text) throws SQLException {
        if (text == null) {
            return OptionalLong.empty();
        }
        String quoted = "'" + text.replace("'", "''") + "'";
        statement.executeUpdate("insert or ignore into dictionary (entry) values (" + quoted + ")");
        try (var row = statement.executeQuery("select id from dictionary where entry = " + quoted)) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        }
    }

    /** Series knew no status. */
    private static long series(Connection connection, Map<List<Object>, Long> known, Series series)
            throws SQLException {
        List<Object> labels = new ArrayList<>();
        for (Object label : new Object[] {
            series.endpoint(),
            series.requestModel(),
            series.responseModel(),
            series.serviceTier(),
            series.callerKey(),
            series.project(),
            series.endUser(),
            series.usageBasis(),
            series.priceBasis()
        }) {
            labels.add(label);
        }
        Long id = known.get(labels);
        if (id != null) {
            return id;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into series (endpoint, request_model, response_model, service_tier, caller_key, project, end_user,
                  usage_basis, price_basis)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id""")) {
            for (int at = 0; at < labels.size(); at++) {
                insert.setObject(at + 1, labels.get(at));
            }
            try (var row = insert.executeQuery()) {
                row.next();
                known.put(labels, row.getLong(1));
                return row.getLong(1);
            }
        }
    }
}
