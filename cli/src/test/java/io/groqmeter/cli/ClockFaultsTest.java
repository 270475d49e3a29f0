package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.UsageRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump, against the running gateway: every call keeps an id, a price, a day and an hour of its own. */
class ClockFaultsTest {

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>();

    private MeteredSimulator gatewayIn(String zone, String start) throws Exception {
        now.set(Instant.parse(start));
        return new MeteredSimulator(folder, Map.of("GROQMETER_ZONE", zone), now::get);
    }

    private void callAt(MeteredSimulator gateway, String... instants) throws Exception {
        for (String instant : instants) {
            now.set(Instant.parse(instant));
            assertThat(gateway.chat().statusCode()).isEqualTo(200);
        }
    }

    /** Calls per stretch of time, in its order. */
    private static List<String> calls(MeteredSimulator gateway, Dimension by) {
        return gateway.books(by).stream()
                .map(rollup -> rollup.group().get(by) + ": " + rollup.sums().calls())
                .toList();
    }

    @Test
    void a_clock_that_jumps_back_doubles_no_id_and_moves_no_sum() throws Exception {
        try (MeteredSimulator gateway = gatewayIn("UTC", "2026-11-22T10:30:00Z")) {
            callAt(
                    gateway,
                    "2026-11-22T10:30:00Z",
                    "2026-11-22T10:30:00Z",
                    "2026-11-22T09:30:00Z",
                    "2026-11-21T23:59:59.999Z",
                    "2026-11-22T10:30:00.001Z");
            assertThat(gateway.records()).extracting(UsageRecord::id).hasSize(5).doesNotHaveDuplicates();
            assertThat(gateway.records())
                    .allMatch(record -> record.rated().basis() == PriceBasis.LIST)
                    .allMatch(record -> record.cost().signum() > 0)
                    .allMatch(record ->
                            record.call().timings().total().orElseThrow().toSeconds() < 60);
            assertThat(calls(gateway, Dimension.DAY)).containsExactly("2026-11-21: 1", "2026-11-22: 4");
            assertThat(gateway.differences()).isEmpty();
        }
    }

    @Test
    void a_day_of_25_hours_keeps_the_hour_that_comes_twice_apart() throws Exception {
        try (MeteredSimulator gateway = gatewayIn("Europe/Madrid", "2026-10-24T21:59:59Z")) {
            callAt(
                    gateway,
                    "2026-10-24T21:59:59Z", // 23:59 on the 24th
                    "2026-10-24T22:00:00Z", // midnight
                    "2026-10-25T00:30:00Z", // 02:30, summer time
                    "2026-10-25T01:30:00Z", // 02:30 again
                    "2026-10-25T22:59:59Z", // the 25th hour
                    "2026-10-25T23:00:00Z"); // midnight
            assertThat(calls(gateway, Dimension.DAY))
                    .containsExactly("2026-10-24: 1", "2026-10-25: 4", "2026-10-26: 1");
            assertThat(calls(gateway, Dimension.HOUR)).hasSize(6);
            assertThat(gateway.get("/debug/stats?date=2026-10-25").body()).contains("\"total_requests\" : 4,");
        }
    }

    @Test
    void a_day_of_23_hours_ends_where_its_wall_clock_does() throws Exception {
        try (MeteredSimulator gateway = gatewayIn("Europe/Madrid", "2027-03-27T22:59:59Z")) {
            callAt(
                    gateway,
                    "2027-03-27T22:59:59Z", // 23:59 on the 27th
                    "2027-03-27T23:00:00Z", // midnight
                    "2027-03-28T00:59:59Z", // 01:59
                    "2027-03-28T01:00:00Z", // 03:00
                    "2027-03-28T21:59:59Z", // 23:59
                    "2027-03-28T22:00:00Z"); // midnight
            assertThat(calls(gateway, Dimension.DAY))
                    .containsExactly("2027-03-27: 1", "2027-03-28: 4", "2027-03-29: 1");
            assertThat(gateway.get("/debug/stats?date=2027-03-28").body()).contains("\"total_requests\" : 4,");
        }
    }
}
