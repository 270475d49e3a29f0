package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.report.format.RecordCsv;
import io.groqmeter.store.ForwardingUsageStore;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.UsageCalendar;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsageCsvTest {

    @Test
    void csv_has_every_call_that_matches_and_the_digits_of_the_export() {
        UsageRecord[] records = IntStream.range(0, 2_345)
                .mapToObj(number -> record("r" + number)
                        .at(Instant.parse("2026-11-22T10:00:00Z").plusSeconds(number))
                        .project(number % 2 == 0 ? "even" : "=odd,\"1\"")
                        .cost("0.00000000000" + number % 10)
                        .build())
                .toArray(UsageRecord[]::new);
        try (StoredBooks books = new StoredBooks(records)) {
            StringBuilder expected = new StringBuilder(RecordCsv.header());
            for (int number = records.length - 1; number >= 0; number--) {
                expected.append(RecordCsv.line(records[number]));
            }

            HttpResponse<String> all = books.get("/api/usage?format=csv");

            assertThat(all.body()).isEqualTo(expected.toString()).contains("\"'=odd,\"\"1\"\"\"");
            assertThat(all.headers().firstValue("content-type")).contains("text/csv; charset=utf-8; header=present");
            assertThat(all.headers().firstValue("content-disposition"))
                    .contains("attachment; filename=\"groqmeter-calls.csv\"");
            assertThat(books.get("/api/usage?project=even&from=2026-11-22&to=2026-11-23", "accept", "text/csv")
                            .body()
                            .lines())
                    .hasSize(1 + 1_173)
                    .noneMatch(line -> line.contains("odd"));
        }
    }

    @Test
    void the_file_is_named_by_its_window_alone() {
        try (StoredBooks books = new StoredBooks(Records.sayingEverything("a"))) {
            HttpResponse<String> answer = books.get("/api/usage?format=csv&from=2026-11&to=2026-12&project=../x%22%0d");

            assertThat(answer.headers().firstValue("content-disposition"))
                    .contains("attachment; filename=\"groqmeter-calls-from-2026-11-01-to-2026-12-01.csv\"");
            assertThat(answer.body()).isEqualTo(RecordCsv.header());
        }
    }

    @Test
    void csv_is_no_page_and_other_formats_are_refused() {
        try (StoredBooks books = new StoredBooks()) {
            assertThat(books.error(400, "/api/usage?format=xml")).contains("json or csv", "'xml'");
            assertThat(books.error(400, "/api/usage?format=csv&limit=5")).contains("'limit'", "every matching line");
            assertThat(books.get("/api/usage", "accept", "application/json").body())
                    .startsWith("{\"data\":[]");
        }
    }

    @Test
    void head_tells_of_the_file_without_making_it() throws Exception {
        try (StoredBooks books = new StoredBooks(Records.sayingEverything("a"));
                var raw = new RawClient(books.gateway().port())) {
            String head = raw.send(
                            "HEAD /api/usage?format=csv HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .readAll();
            assertThat(head).startsWith("HTTP/1.1 200").contains("text/csv").endsWith("\r\n\r\n");
        }
    }

    @Test
    void a_file_that_cannot_be_read_to_its_end_breaks_off_instead_of_looking_whole() throws Exception {
        InMemoryUsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        ForwardingUsageStore failing = new ForwardingUsageStore(books) {
            @Override
            public RecordPage find(RecordQuery query) {
                if (query.cursor().isPresent()) {
                    throw new UsageStoreException("the disk is gone");
                }
                return new RecordPage(List.of(Records.sayingEverything("a")), Optional.of("1-1"));
            }
        };
        try (RunningGateway gateway = new RunningGateway("http://127.0.0.1:9", options -> options, failing);
                var raw = new RawClient(gateway.port())) {
            String all = raw.send("GET /api/usage?format=csv HTTP/1.1\r\nhost: localhost\r\n\r\n")
                    .readAll();
            assertThat(all).contains("transfer-encoding: chunked", "\na,2026").doesNotEndWith("0\r\n\r\n");
        }
    }
}
