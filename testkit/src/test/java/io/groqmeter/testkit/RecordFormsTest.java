package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.codec.OpenCallBytes;
import io.groqmeter.store.codec.OpenCallJson;
import io.groqmeter.store.codec.RecordBytes;
import io.groqmeter.store.codec.UsageDetailBytes;
import io.groqmeter.store.codec.UsageRecordJson;
import io.groqmeter.store.json.ImportReport;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.json.SeedImport;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of a record says all of it, whatever is in it. */
class RecordFormsTest {

    private static final Window YEAR =
            new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);

    /** {@link Records#sayingEverything} as a line, as releases before version 2 wrote it. */
    private static final String FORMER_LINE =
            "{\"settled\": { \"input_tokens\": 12345, \"output_tokens\": 6789, \"total_tokens\": 19134, \"cost_usd\": 0.168554583333,"
                    + " \"timestamp\": \"2026-11-22T10:15:30\", \"model\": \"groq/compound-mini\", \"request_id\": \"chat_1705312200\", \"groqmete"
                    + "r\": {\"id\": \"r-1\", \"started_at\": \"2026-11-22T10:15:30.987Z\", \"calls\": 7, \"endpoint\": \"responses\", \"request_mode"
                    + "l\": \"groq/compound\", \"response_model\": \"groq/compound-mini\", \"service_tier\": \"flex\", \"response_id\": \"resp_01k8"
                    + "\", \"streamed\": true, \"status\": 206, \"outcome\": \"cut\", \"micros\": {\"queue\": 1, \"prompt\": 22333, \"completion\": 14"
                    + "44555, \"first_byte\": 0, \"total\": 3600000001}, \"key\": \"key-1\", \"project\": \"web\", \"user\": \"ana\", \"tags\": {\"stage"
                    + "\": \"\", \"team\": \"blue\"}, \"usage\": {\"basis\": \"estimated\", \"input_tokens\": 12345, \"cache_read_input_tokens\": 345,"
                    + " \"output_tokens\": 6789, \"reasoning_output_tokens\": 89, \"audio_micros\": 1836970001, \"characters\": 4321, \"tools\""
                    + ": [[\"browser.search\", 3], [\"python\", 1]], \"models\": [[\"openai/gpt-oss-120b\", 12000, 345, 6000], [\"openai/gpt-o"
                    + "ss-20b\", 345, 0, 789]]}, \"charges\": [[\"input\", \"openai/gpt-oss-120b\", 12345, \"0.15\", \"1M tokens\"], [\"audio\", \""
                    + "whisper-large-v3\", 1837, \"0.111\", \"hour\"], [\"characters\", \"canopylabs/orpheus\", 4321, \"22\", \"1M characters\"], "
                    + "[\"browser.search\", \"browser.search\", 3, \"5.00\", \"1,000 uses\"]]} }}";

    /** The same as bytes, as releases before version 2 wrote them. */
    private static final String FORMER_EVERYTHING =
            "AAABogLA+asAAAAAAAAABwADci0xAA9jaGF0XzE3MDUzMTIyMDAACXJlc3BvbnNlcwANZ3JvcS9jb21wb3VuZAASZ3JvcS9jb21wb3VuZC1taW"
                    + "5pAARmbGV4AAlyZXNwXzAxazgBAAAAzgADQ1VUAQAAAAAAAAAAAAAD6AEAAAAAAAAAAAFUxkgBAAAAAAAAAAEaf174AQAAAAAAAAAAAAAAAAEA"
                    + "AAAAAAAOEAAAA+gABWtleS0xAAN3ZWIAA2FuYQACAAVzdGFnZQAAAAR0ZWFtAARibHVlAAlFU1RJTUFURUQBAAAAAAAAMDkBAAAAAAAAAVkBAA"
                    + "AAAAAAGoUBAAAAAAAAAFkBAAAAAAAAByw50QpoAQAAAAAAABDhAAIADmJyb3dzZXIuc2VhcmNoAAAAAAAAAAMABnB5dGhvbgAAAAAAAAABAAIA"
                    + "E29wZW5haS9ncHQtb3NzLTEyMGIAAAAAAAAu4AAAAAAAAAFZAAAAAAAAF3AAEm9wZW5haS9ncHQtb3NzLTIwYgAAAAAAAAFZAAAAAAAAAAAAAA"
                    + "AAAAADFQEADjAuMTY4NTU0NTgzMzMzAAhPVkVSUklERQAEAAVpbnB1dAATb3BlbmFpL2dwdC1vc3MtMTIwYgAAAAAAADA5AAQwLjE1AA5NSUxM"
                    + "SU9OX1RPS0VOUwAFYXVkaW8AEHdoaXNwZXItbGFyZ2UtdjMAAAAAAAAHLQAFMC4xMTEABEhPVVIACmNoYXJhY3RlcnMAEmNhbm9weWxhYnMvb3"
                    + "JwaGV1cwAAAAAAABDhAAIyMgASTUlMTElPTl9DSEFSQUNURVJTAA5icm93c2VyLnNlYXJjaAAOYnJvd3Nlci5zZWFyY2gAAAAAAAAAAwAENS4w"
                    + "MAANVEhPVVNBTkRfVVNFUw==";

    private static final String FORMER_NOTHING =
            "AAABogLA9dAAAAAAAAAAAQADci0y//8ABW90aGVy//////////8AAAAAAAAFRVJST1IAAAAAAP///////wAAAAdVTktOT1dOAAAAAAAAAAAAAA"
                    + "EABTBFLTEyAARGUkVFAAA=";

    private static final String FORMER_OPEN_CALL =
            "AAABogLA+asAA28tMQAQY2hhdC9jb21wbGV0aW9ucwASb3BlbmFpL2dwdC1vc3MtMjBiAAVrZXktMQADd2Vi//8AAQAEdGVhbQAEYmx1ZQAOMC"
                    + "4wMTIzNDU2Nzg5MDE=";

    @TempDir
    Path folder;

    @Test
    void a_line_of_json_says_all_of_a_record() {
        Seeded.holds(400, seeded -> {
            UsageRecord record = RandomRecords.record(seeded, "r-1", YEAR);
            String text = new UsageLine.Settled(record).text();

            assertThat(text).doesNotContain("\n");
            assertThat(UsageLine.isRecord(text)).isTrue();
            assertThat(line(text)).isEqualTo(new UsageLine.Settled(record));
        });
    }

    @Test
    void a_line_of_json_says_all_of_an_open_call() {
        Seeded.holds(200, seeded -> {
            OpenCall call = RandomRecords.openCall(seeded, "o-1", YEAR);

            assertThat(line(new UsageLine.Opened(call).text())).isEqualTo(new UsageLine.Opened(call));
        });
    }

    @Test
    void bytes_say_all_of_a_record_and_of_an_open_call() {
        ByteBuffer bytes = ByteBuffer.allocate(8_192);
        Seeded.holds(400, seeded -> {
            UsageRecord record = RandomRecords.record(seeded, "r-1", YEAR);
            RecordBytes.write(bytes.clear(), record);
            assertThat(RecordBytes.read(bytes.flip())).isEqualTo(record);

            OpenCall call = RandomRecords.openCall(seeded, "o-1", YEAR);
            OpenCallBytes.write(bytes.clear(), call);
            assertThat(OpenCallBytes.read(bytes.flip())).isEqualTo(call);
        });
    }

    @Test
    void bytes_of_the_detail_say_what_the_columns_beside_them_do_not() {
        Seeded.holds(400, seeded -> {
            Usage usage = RandomRecords.record(seeded, "r-1", YEAR).usage();
            UsageBuilder read = Usage.builder(UsageBasis.MEASURED);
            byte[] detail = UsageDetailBytes.of(usage);
            if (detail != null) {
                UsageDetailBytes.read(detail, read);
            }
            assertThat(read.build())
                    .extracting(Usage::tools, Usage::models, Usage::split)
                    .containsExactly(usage.tools(), usage.models(), usage.split());
        });
    }

    @Test
    void the_json_books_keep_all_of_a_record() {
        List<UsageRecord> records = RandomRecords.list(new Seeded(11), 400, "r-", YEAR);
        try (UsageStore books = JsonFileUsageStore.open(folder, UTC, Durability.PROCESS)) {
            books.append(UsageBatch.of(records));
        }

        try (UsageStore books = JsonFileUsageStore.open(folder, UTC, Durability.PROCESS)) {
            assertThat(all(books)).containsExactlyElementsOf(records);
        }
    }

    @Test
    void what_is_exported_is_imported_each_record_once_whatever_is_there_already() throws IOException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(12), 1_200, "r-", YEAR);
        Path export = Files.writeString(
                folder.resolve("export.json"),
                records.stream().map(UsageRecordJson::text).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
        UsageStore books = new InMemoryUsageStore(UTC);
        books.append(UsageBatch.of(records.subList(100, 400)));

        ImportReport report = new SeedImport(books).file(export);

        assertThat(report.added()).isEqualTo(900);
        assertThat(report.known()).isEqualTo(300);
        assertThat(report.complete()).isTrue();
        assertThat(all(books)).containsExactlyInAnyOrderElementsOf(records);
        assertThat(new SeedImport(books).file(export).added()).isZero();
    }

    @Test
    void lines_and_pages_are_imported_as_an_export_is_and_open_calls_are_refused() throws IOException {
        List<UsageRecord> records = RandomRecords.list(new Seeded(13), 6, "r-", YEAR);
        List<String> texts = records.stream().map(UsageRecordJson::text).toList();
        UsageStore books = new InMemoryUsageStore(UTC);
        Path lines = Files.writeString(
                folder.resolve("usage_spool.refused"),
                texts.get(0) + "\n" + OpenCallJson.text(Records.openCall("o", "2026-11-22T10:00:00Z")) + "\n\n"
                        + texts.get(1) + "\n" + texts.get(2) + "\n{\"object\":\"usage_rec");
        Path page = Files.writeString(
                folder.resolve("page.json"),
                "{\"data\":[" + String.join(",", texts.subList(3, 6)) + "],\"next_cursor\":null}\n");

        ImportReport report = new SeedImport(books).file(lines);
        new SeedImport(books).file(page);

        assertThat(all(books)).containsExactlyElementsOf(records);
        assertThat(report.refusals()).hasSize(2);
        assertThat(report.refusals().get(0)).startsWith("line 2: it is an open call");
        assertThat(report.refusals().get(1)).startsWith("line 6: ").endsWith("what follows was not read");
    }

    @Test
    void lines_of_earlier_releases_are_read() throws IOException {
        UsageLine record = UsageLine.read(FORMER_LINE);
        UsageLine call = UsageLine.read(
                "{\"open\": {\"id\": \"o-1\", \"started_at\": \"2026-11-22T10:15:30Z\", \"endpoint\": \"chat/completions\", "
                        + "\"request_model\": \"m\", \"key\": null, \"project\": \"web\", \"user\": null, \"tags\": {\"a\": \"b\"}, "
                        + "\"worst_case_cost_usd\": \"0.10\", \"unsettled\": \"its process ended\"}}");

        assertThat(record).isEqualTo(new UsageLine.Settled(Records.sayingEverything("r-1")));
        assertThat(call).isInstanceOfSatisfying(UsageLine.Opened.class, opened -> {
            assertThat(opened.call().unsettled()).isEqualTo("its process ended");
            assertThat(opened.call().attribution().tags()).isEqualTo(Map.of("a", "b"));
        });
    }

    @Test
    void an_export_of_an_earlier_release_is_read() throws IOException {
        UsageRecord record = Records.record("r-1").project("web").build();
        String earlier = UsageRecordJson.text(record)
                .replace("\"object\":\"usage_record\",\"version\":2,", "")
                .replace("\"models\":[],\"models_split\":true,", "")
                .replace("\"unpriced_tools\":[],", "");

        assertThat(earlier).doesNotContain("version", "models", "unpriced");
        assertThat(UsageLine.read(earlier)).isEqualTo(new UsageLine.Settled(record));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "version":2                   | "version":3              | it is version 3 of a usage_record, but this groqmeter reads versions 1 to 2; use a newer groqmeter
            "version":2                   | "version":0              | "version" must be a whole number from 1 to 2, not 0
            "version":2                   | "version":-1             | "version" must be a whole number from 1 to 2, not -1
            "version":2                   | "version":2.5            | "version" must be a whole number from 1 to 2, not 2.5
            "version":2                   | "version":"2"            | "version" must be a whole number from 1 to 2, not "2"
            "object":"usage_record"       | "object":"x"             | "object" must be "usage_record", not "x"; correct it, or use a newer groqmeter
            "object":"usage_record"       | "object":"open_call"     | "object" must be "usage_record", not "open_call"
            "object":"usage_record"       | "object":null            | "object" must be "usage_record", not null
            "object":"usage_record"       | "object":["usage_record"] | "object" must be "usage_record", not ["usage_record"]
            "calls":1                     | "calls":1,"region":"eu"  | unknown field "region"
            "queue":null                  | "queue":null,"tls":1     | unknown field "seconds.tls"
            "cost_usd":"0.000135"         | "cost_usd":0.000135      | "cost_usd" must be text, not 0.000135
            "cost_usd":"0.000135"         | "cost_usd":"1e16"        | "cost_usd" must be at most 1000000
            "cost_usd":"0.000135"         | "cost_usd":"1e400"       | "cost_usd" must be at most 1000000000000000, not "1e400"
            "cost_usd":"0.000135"         | "cost_usd":"free"        | "cost_usd" must be an amount in a string, such as "0.0125", not "free"
            "cost_usd":"0.000135",        | ~~                       | it has no "cost_usd"
            "outcome":"completed"         | "outcome":"lost"         | "outcome" must be one of completed, error
            "endpoint":"chat/completions" | "endpoint":"video"       | "endpoint" must be one of chat/completions
            "calls":1                     | "calls":0.5              | "calls" must be a whole number, not 0.5
            "calls":1                     | "calls":1e99999          | "calls" must be a whole number
            "input_tokens":1000           | "input_tokens":"1000"    | "input_tokens" must be a whole number, not "1000"
            "input_tokens":1000           | "input_tokens":[1,"a"]   | "input_tokens" must be a whole number, not [1,"a"]
            "streamed":false              | "streamed":"false"       | "streamed" must be true or false, not "false"
            "tags":{}                     | "tags":"{}"              | "tags" must be an object, not "{}"
            "tags":{}                     | "tags":{"a":{"b":null}}  | "tags.a" must be text, not {"b":null}
            "request_id":null             | "request_id":true        | "request_id" must be text, not true
            "total":null                  | "total":"fast"           | "seconds.total" must be a number of seconds
            "started_at":"2026            | "started_at":"soon 2026  | "started_at" must be a time
            "started_at":"2026            | "started_at":"+92026     | "started_at" must be a time in the years 1970 to 9998, such as "2026-11-22T10:15:30.123Z", not "+92026-
            "started_at":"2026            | "started_at":"0000       | "started_at" must be a time in the years 1970 to 9998
            "started_at":"2026            | "started_at":"1969       | "started_at" must be a time in the years 1970 to 9998
            "started_at":"2026            | "started_at":"9999       | "started_at" must be a time in the years 1970 to 9998
            """)
    void what_would_be_lost_or_misread_is_refused_in_one_clear_line(String said, String instead, String why) {
        String text = UsageRecordJson.text(Records.record("r-1").build());
        assertThat(text).contains(said);

        assertThatThrownBy(() -> UsageLine.read(text.replace(said, instead)))
                .isInstanceOf(IOException.class)
                .message()
                .contains(why)
                .hasLineCount(1);
    }

    @Test
    void what_a_refusal_quotes_is_short_whatever_its_length() {
        String text = UsageRecordJson.text(Records.record("r-1").build());
        String huge = "é\n😀".repeat(9_000);

        assertThatThrownBy(() -> UsageLine.read(text.replace(
                        "\"input_tokens\":1000", "\"input_tokens\":\"" + huge.replace("\n", "\\n") + "\"")))
                .message()
                .startsWith("\"input_tokens\" must be a whole number, not \"é\\n😀")
                .endsWith("… (45002 characters)")
                .hasSizeLessThan(110);
        assertThatThrownBy(() ->
                        UsageLine.read(text.replace("\"calls\":1", "\"calls\":1,\"" + "x".repeat(9_000) + "\":1")))
                .message()
                .startsWith("it has an unknown field \"xxx")
                .hasSizeLessThan(140);
        assertThatThrownBy(() -> UsageLine.read(text.replace("\"r-1\"", "\"" + "r".repeat(9_000) + "\"")))
                .hasMessage("a record needs an id of 1 to 200 characters, not one of 9000");
    }

    @Test
    void times_that_a_line_may_have_are_found_and_others_refused() throws IOException {
        Window always = Window.always();
        UsageRecord first = Records.record("first").at(always.start()).build();
        UsageRecord last =
                Records.record("last").at(always.end().minusMillis(1)).build();
        Path file = Files.writeString(
                folder.resolve("calls.json"),
                "[" + UsageRecordJson.text(first) + ",\n" + UsageRecordJson.text(last) + ",\n"
                        + "{\"timestamp\": \"0001-01-01T00:00:00\", \"model\": \"m\", \"input_tokens\": 1}]");
        UsageStore books = new InMemoryUsageStore(UTC);

        ImportReport report = new SeedImport(books).file(file);

        assertThat(books.find(RecordQuery.latest(10)).records()).containsExactly(last, first);
        assertThat(report.refusals())
                .containsExactly("line 3: its time must be in the years 1970 to 9998, not 0001-01-01T00:00:00Z");
    }

    @Test
    void bytes_of_an_earlier_release_are_read() {
        assertThat(RecordBytes.read(former(FORMER_EVERYTHING))).isEqualTo(Records.sayingEverything("r-1"));
        assertThat(RecordBytes.read(former(FORMER_NOTHING))).isEqualTo(Records.sayingNothing("r-2"));
        assertThat(OpenCallBytes.read(former(FORMER_OPEN_CALL)))
                .isEqualTo(Records.openCall("o-1", "2026-11-22T10:15:30.987Z"));
    }

    private static ByteBuffer former(String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
    }

    @Test
    void bytes_of_a_newer_version_and_bytes_that_go_on_are_refused() {
        ByteBuffer newer = ByteBuffer.allocate(4_096);
        RecordBytes.write(newer, Records.sayingEverything("r-1"));
        newer.put(0, (byte) 3).flip();
        byte[] detail = Objects.requireNonNull(
                UsageDetailBytes.of(Records.sayingEverything("r-1").usage()));
        byte[] longer = Arrays.copyOf(detail, detail.length + 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordBytes.read(newer))
                .withMessageContaining("version 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsageDetailBytes.read(longer, Usage.builder(UsageBasis.MEASURED)))
                .withMessageContaining("behind its end");
    }

    @Test
    void a_record_takes_no_more_bytes_than_its_texts_need() {
        ByteBuffer bytes = ByteBuffer.allocate(4_096);
        RecordBytes.write(bytes, Records.record("gm-01k8vd9mqg4f5s6t7v8w9x0y1z").build());

        assertThat(bytes.position()).isLessThan(160);
        assertThat(UsageDetailBytes.of(Usage.tokens(1, 1))).isNull();
    }

    private static UsageLine line(String text) {
        try {
            return UsageLine.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<UsageRecord> all(UsageStore store) {
        return store.after(0, 10_000).stream()
                .map(each -> each.record())
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
