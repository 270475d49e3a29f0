package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.UsageMeter;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.UsageLine;
import io.groqmeter.testkit.RandomRecords;
import io.groqmeter.testkit.Records;
import io.groqmeter.testkit.Seeded;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.Window;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that meter in their own process and keep their books in a gateway. */
class RecordsTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private final RunningGateway gateway = new RunningGateway("http://127.0.0.1:1");

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void what_a_program_meters_is_in_the_gateways_books() {
        UsageRecord record;
        try (UsageMeter meter = meter(here())) {
            record = count(meter);
        }
        assertThat(gateway.records()).containsExactly(record);
        assertThat(folder.resolve("usage_spool.jsonl")).doesNotExist();
    }

    @Test
    void while_the_gateway_is_down_nothing_is_lost_across_restarts_either() {
        UsageRecord first;
        UsageRecord second;
        try (UsageMeter meter = meter(NOWHERE)) {
            first = count(meter);
        }
        try (UsageMeter meter = meter(NOWHERE)) {
            second = count(meter);
        }
        assertThat(gateway.records()).isEmpty();
        meter(here()).close();

        assertThat(gateway.records()).containsExactly(first, second);
        meter(here()).close();
        assertThat(gateway.records()).hasSize(2);
    }

    @Test
    void a_call_still_open_is_open_there_too() {
        OpenCall call;
        try (UsageMeter meter = meter(here())) {
            call = meter.admit(Endpoint.CHAT, "llama-3.3-70b-versatile", Attribution.none(), Optional.empty())
                    .join()
                    .orThrow()
                    .call();
        }
        assertThat(gateway.store().openCalls()).containsExactly(call);
    }

    @Test
    void the_same_lines_sent_again_change_nothing() throws Exception {
        String line = new UsageLine.Settled(Records.sayingEverything("once")).text();
        HttpResponse<String> first = gateway.post("/api/records", line);
        HttpResponse<String> again = gateway.post("/api/records", line + "\n" + line + "\n");

        assertThat(first.body()).isEqualTo("{\"lines\":1,\"records_added\":1}\n");
        assertThat(again.body()).isEqualTo("{\"lines\":2,\"records_added\":0}\n");
        assertThat(gateway.records()).hasSize(1);
    }

    @Test
    void what_a_gateway_shows_can_be_posted_to_another_and_is_the_same_there() throws Exception {
        Window year = new Window(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        List<UsageRecord> records = RandomRecords.list(new Seeded(21), 200, "r-", year);
        OpenCall call = Records.openCall("o-1", "2026-11-22T10:00:00Z").unsettledBecause("its process ended");
        gateway.store().append(new UsageBatch(List.of(call), records));
        try (RunningGateway other = new RunningGateway("http://127.0.0.1:1")) {
            String page = gateway.get("/api/usage?limit=1000&from=2026-01-01&to=2027-01-01")
                    .body();
            String receipt = gateway.get("/api/usage/r-7").body();

            assertThat(other.post("/api/records", page).body()).isEqualTo("{\"lines\":200,\"records_added\":200}\n");
            assertThat(other.post("/api/records", receipt).body()).isEqualTo("{\"lines\":1,\"records_added\":0}\n");
            other.post("/api/records", gateway.get("/api/unsettled").body());

            assertThat(other.records()).containsExactlyInAnyOrderElementsOf(records);
            assertThat(other.store().openCalls()).containsExactly(call);
        }
    }

    @Test
    void an_unknown_field_is_refused_with_its_name() throws Exception {
        String line = new UsageLine.Settled(Records.sayingEverything("first")).text();
        HttpResponse<String> refused =
                gateway.post("/api/records", line.replace("\"calls\":", "\"region\":\"eu\",\"calls\":"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Line 1 cannot be used: it has an unknown field", "region");
        assertThat(gateway.records()).isEmpty();
    }

    @Test
    void a_time_that_no_query_finds_is_refused_with_its_value() throws Exception {
        String line = new UsageLine.Settled(Records.sayingEverything("first")).text();
        HttpResponse<String> refused =
                gateway.post("/api/records", line.replace("\"started_at\":\"2026", "\"started_at\":\"+99999"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Line 1 cannot be used", "in the years 1970 to 9998", "+99999-11-22T");
        assertThat(gateway.records()).isEmpty();
    }

    @Test
    void a_line_that_cannot_be_used_refuses_all() throws Exception {
        String line = new UsageLine.Settled(Records.sayingEverything("first")).text();
        HttpResponse<String> refused = gateway.post("/api/records", line + "\n{\"settled\": 7}\n");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Line 2 cannot be used");
        assertThat(gateway.records()).isEmpty();
    }

    @Test
    void one_folder_serves_one_meter() {
        try (UsageMeter meter = meter(NOWHERE)) {
            assertThatThrownBy(() -> meter(here()))
                    .isInstanceOf(UsageStoreException.class)
                    .hasMessageContaining("give each a folder of its own");
            assertThatThrownBy(meter::store)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ask the gateway");
        }
    }

    private URI here() {
        return URI.create(gateway.url(""));
    }

    private UsageMeter meter(URI address) {
        return UsageMeter.builder().gateway(address, null, folder).build();
    }

    private static UsageRecord count(UsageMeter meter) {
        return meter.record(
                        meter.nextId(),
                        meter.now(),
                        Call.chat("llama-3.3-70b-versatile"),
                        Attribution.project("shop"),
                        Usage.tokens(10, 5),
                        meter.now())
                .record();
    }
}
