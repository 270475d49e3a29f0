package io.groqmeter.gateway.api;

import static io.groqmeter.testkit.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.testkit.Records;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryCsvTest {

    private static List<String> lines(StoredBooks books, String question) {
        return books.get("/api/summary?format=csv" + question).body().lines().toList();
    }

    @Test
    void csv_has_the_groups_of_the_json_with_its_names_and_digits() {
        try (StoredBooks books = new StoredBooks(
                Records.sayingEverything("a"),
                Records.sayingNothing("b"),
                record("c").project("=1+1").cost("0.000000000001").build())) {
            List<String> csv = lines(books, "&by=project,day");
            JsonNode groups = books.json("/api/summary?by=project,day").get("data");

            List<String> names = new ArrayList<>();
            groups.get(0).fieldNames().forEachRemaining(names::add);
            assertThat(csv.get(0)).isEqualTo(String.join(",", names));
            assertThat(csv).hasSize(1 + groups.size());
            for (int i = 0; i < groups.size(); i++) {
                List<String> values = new ArrayList<>();
                groups.get(i).forEach(value -> values.add(value.isNull() ? "" : value.asText()));
                assertThat(csv.get(i + 1).replace("'=", "=")).isEqualTo(String.join(",", values));
            }
            assertThat(csv).anyMatch(line -> line.startsWith("'=1+1,"));
        }
    }

    @Test
    void without_groups_it_is_the_total() {
        try (StoredBooks books = new StoredBooks(record("a").cost("0.25").build())) {
            assertThat(lines(books, "&from=2026-11"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains(",0.25,");
            assertThat(books.get("/api/summary?from=2026-11", "accept", "text/csv")
                            .headers()
                            .firstValue("content-disposition"))
                    .contains("attachment; filename=\"groqmeter-summary-from-2026-11-01.csv\"");
            assertThat(books.error(400, "/api/summary?format=csv&compare=previous"))
                    .contains("'compare'");
        }
    }
}
