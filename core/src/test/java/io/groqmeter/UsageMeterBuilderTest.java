package io.groqmeter;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageMeterBuilderTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void three_lines_make_a_working_meter() {
        try (UsageMeter meter = UsageMeter.builder().build()) {
            count(meter);
            meter.flush();
            assertThat(meter.summaries().total().sums().metered()).isEqualTo(1);
        }
    }

    @Test
    void nothing_is_opened_before_it_is_built(@TempDir Path folder) {
        assertThat(UsageMeter.builder().jsonFiles(folder.resolve("books"))).isNotNull();
        assertThat(folder.resolve("books")).doesNotExist();
    }

    @Test
    void closing_writes_what_waits_and_closes_the_store(@TempDir Path folder) {
        try (UsageMeter meter = UsageMeter.builder().jsonFiles(folder).build()) {
            count(meter);
        }
        try (UsageMeter meter = UsageMeter.builder().jsonFiles(folder).build()) {
            assertThat(meter.summaries().total().sums().metered()).isEqualTo(1);
        }
    }

    @Test
    void calls_an_earlier_process_left_open_are_unsettled(@TempDir Path folder) {
        try (UsageMeter meter = UsageMeter.builder().jsonFiles(folder).build()) {
            meter.admit(Endpoint.CHAT, "llama-3.3-70b-versatile", Attribution.none(), Optional.empty());
        }
        try (UsageMeter meter = UsageMeter.builder().jsonFiles(folder).build()) {
            assertThat(meter.store().openCalls()).singleElement().satisfies(open -> assertThat(open.unsettled())
                    .isEqualTo("the program ended before the call did"));
        }
    }

    @Test
    void the_clock_the_zone_and_the_listeners_are_those_given() {
        List<UsageRecord> heard = new CopyOnWriteArrayList<>();
        try (UsageMeter meter = UsageMeter.builder()
                .clock(InstantSource.fixed(NOON))
                .zone(ZoneOffset.ofHours(-5))
                .listener(heard::addAll)
                .build()) {
            count(meter);
            meter.flush();
            assertThat(meter.store().calendar().zone()).isEqualTo(ZoneOffset.ofHours(-5));
        }
        assertThat(heard).singleElement().satisfies(record -> assertThat(record.startedAt())
                .isEqualTo(NOON));
    }

    private static void count(UsageMeter meter) {
        meter.record(
                meter.nextId(),
                meter.now(),
                Call.chat("llama-3.3-70b-versatile"),
                Attribution.none(),
                Usage.tokens(10, 5),
                meter.now());
    }
}
