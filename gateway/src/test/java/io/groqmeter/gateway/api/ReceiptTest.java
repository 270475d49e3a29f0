package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.gateway.StoredBooks;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.testkit.Records;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class ReceiptTest {

    @Test
    void a_call_has_a_receipt() {
        UsageRecord record = Records.sayingEverything("01K8ABC");
        try (StoredBooks books = new StoredBooks(record)) {
            JsonNode receipt = books.json("/api/usage/01K8ABC");
            JsonNode listed = books.json("/api/usage").at("/data/0");
            listed.fieldNames()
                    .forEachRemaining(
                            field -> assertThat(receipt.get(field)).as(field).isEqualTo(listed.get(field)));
            assertThat(books.error(404, "/api/usage/01K8ABD")).contains("01K8ABD", "/api/unsettled");
        }
    }

    @Test
    void a_receipt_tells_each_charge_to_the_last_digit_and_the_price_row_behind_it() {
        try (StoredBooks books = new StoredBooks(Records.sayingEverything("a"))) {
            JsonNode receipt = books.json("/api/usage/a");

            JsonNode input = receipt.at("/charges/0");
            assertThat(input.get("quantity").intValue()).isEqualTo(12_345);
            assertThat(input.get("unit_size").intValue()).isEqualTo(1_000_000);
            assertThat(input.get("amount_usd").asText()).isEqualTo("0.00185175");
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode charge : receipt.get("charges")) {
                sum = sum.add(new BigDecimal(charge.get("amount_usd").asText()));
            }
            assertThat(new BigDecimal(receipt.get("charges_sum_usd").asText())).isEqualByComparingTo(sum);
            assertThat(new BigDecimal(receipt.get("cost_usd").asText()))
                    .isEqualByComparingTo(sum.setScale(12, RoundingMode.HALF_EVEN));
            JsonNode row = receipt.at("/price_rows/0");
            assertThat(row.get("model").asText()).isEqualTo("openai/gpt-oss-120b");
            assertThat(row.get("input").asText()).isEqualTo("0.15");
            assertThat(row.get("as_charged").booleanValue()).isTrue();
            assertThat(row.get("own").booleanValue()).isFalse();
            assertThat(receipt.at("/unpriced_tools/0").asText()).isEqualTo("python");
        }
    }
}
