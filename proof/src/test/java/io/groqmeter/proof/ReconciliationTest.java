package io.groqmeter.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A verdict is worth something only if it can fall: each kind of fault must break its own line. */
class ReconciliationTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:30:00Z");

    private final List<UsageRecord> records = new ArrayList<>();
    private final List<OpenCall> open = new ArrayList<>();

    @Test
    void books_that_agree_break_no_line() throws IOException {
        records.add(record("gm-0", "c0"));
        assertThat(broken(1, Set.of("c0"))).isEmpty();
    }

    @Test
    void a_call_in_neither_book_breaks_the_equation() throws IOException {
        assertThat(broken(1, Set.of())).containsExactly("sent");
    }

    @Test
    void a_delivered_call_that_is_only_unsettled_breaks_its_promise() throws IOException {
        open.add(open("c0", "1"));
        assertThat(broken(1, Set.of("c0"))).containsExactly("delivered");
    }

    @Test
    void a_call_recorded_twice_is_seen() throws IOException {
        records.add(record("gm-0", "c0"));
        records.add(record("gm-1", "c0"));
        assertThat(broken(1, Set.of())).contains("sent", "twice", "calls", "cost");
    }

    @Test
    void a_settled_call_that_stays_open_is_seen() throws IOException {
        records.add(record("gm-0", "c0"));
        open.add(open("c0", "1"));
        assertThat(broken(1, Set.of())).contains("sent", "twice");
    }

    @Test
    void a_call_that_reached_groq_twice_is_seen() throws IOException {
        records.add(record("gm-0", "c0"));
        assertThat(broken(2, Set.of())).containsExactly("twice", "arrivals");
    }

    @Test
    void a_worst_case_below_the_bill_is_seen() throws IOException {
        open.add(open("c0", "0.000000000001"));
        assertThat(broken(1, Set.of())).containsExactly("worst", "bound");
    }

    @Test
    void a_cost_without_a_call_is_seen() throws IOException {
        records.add(record("gm-0", "c0"));
        records.add(record("gm-1", "c1"));
        assertThat(broken(1, Set.of())).containsExactly("unsent");
    }

    /** The lines that do not hold when Groq billed call c0 for 1,000 tokens in and 100 out, after so many requests of it. */
    private List<String> broken(int requests, Set<String> delivered) throws IOException {
        BigDecimal cost = record("gm-x", "x").cost();
        String books = String.format(
                "{\"total\":{\"requests\":%d},\"callers\":{\"user:c0\":{\"requests\":%d,\"input_tokens\":1000,"
                        + "\"cached_input_tokens\":0,\"output_tokens\":100,\"billed_seconds\":0,\"cost_usd\":\"%s\"}}}",
                requests, requests, cost.toPlainString());
        MeterBooks meter = new MeterBooks(
                records,
                open,
                records.stream().map(UsageSums::of).reduce(UsageSums.ZERO, UsageSums::plus),
                new StoreHealth(true, "sound"),
                new UsageCalendar(ZoneOffset.UTC));
        CampaignReport verdict = new CampaignReport(2, 0);
        new Reconciliation(2, delivered, GroqBooks.of(new ByteArrayInputStream(books.getBytes(UTF_8))), meter)
                .tell(verdict);
        return verdict.lines().stream()
                .filter(line -> !line.holds())
                .map(CampaignReport.Line::what)
                .toList();
    }

    private static UsageRecord record(String id, String name) {
        Call call = Call.chat("openai/gpt-oss-20b");
        RatedUsage rated = new Rater(PriceList::shipped).rate(call, Usage.tokens(1_000, 100), NOW);
        return new UsageRecord(id, NOW, call, of(name), rated);
    }

    private static OpenCall open(String name, String worstCase) {
        return new OpenCall(
                "gm-open",
                NOW,
                Endpoint.CHAT,
                null,
                of(name),
                Optional.of(new BigDecimal(worstCase)),
                "the gateway ended before the call did");
    }

    private static Attribution of(String name) {
        return new Attribution(null, null, null, Map.of("call", name));
    }
}
