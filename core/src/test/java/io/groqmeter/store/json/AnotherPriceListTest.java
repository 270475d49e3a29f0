package io.groqmeter.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.codec.JsonTree;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What was written under one price list and is read under another: by a newer release, or after a price was corrected. */
class AnotherPriceListTest {

    private static final String MODEL = "openai/gpt-oss-20b";
    private static final UsageCalendar UTC = new UsageCalendar(ZoneOffset.UTC);
    private static final Instant AT = Instant.parse("2026-11-22T10:15:30Z");

    private final PriceList corrected = PriceList.shipped().withPrice(MODEL, BigDecimal.TEN, BigDecimal.TEN);
    private final UsageRecord record = new UsageRecord(
            "gm-01k8vd9mqg4f5s6t7v8w9x0y1z",
            AT,
            Call.chat(MODEL),
            Attribution.none(),
            new Rater(PriceList::shipped).rate(Call.chat(MODEL), Usage.tokens(1_000, 200), AT));

    @Test
    void an_entry_of_the_json_books_keeps_its_price_and_its_charges() throws IOException {
        assertThat(record.rated().basis()).isEqualTo(PriceBasis.LIST);
        assertThat(record.rated().charges()).hasSize(2);

        String entry = new EntryRecords(UTC).text(record);

        assertThat(readUnderTheCorrectedList(entry)).isEqualTo(record);
    }

    @Test
    void a_line_says_its_charges_whichever_list_they_are_of() {
        assertThat(new UsageLine.Settled(record).text())
                .contains(
                        "\"price_basis\":\"list\"",
                        "\"what\":\"input\",\"model\":\"openai/gpt-oss-20b\",\"quantity\":1000,\"unit_price_usd\":\"0.075\"",
                        "\"what\":\"output\",\"model\":\"openai/gpt-oss-20b\",\"quantity\":200,\"unit_price_usd\":\"0.3\"");
    }

    private UsageRecord readUnderTheCorrectedList(String entry) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(entry)) {
            json.nextToken();
            return new EntryRecords(UTC, new Rater(() -> corrected)).record(JsonTree.object(json), same -> 1);
        }
    }
}
