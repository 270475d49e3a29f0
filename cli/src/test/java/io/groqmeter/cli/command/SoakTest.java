package io.groqmeter.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.proof.Sample;
import io.groqmeter.proof.Soak;
import io.groqmeter.proof.SoakPlan;
import io.groqmeter.proof.Trend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A few seconds; {@code ./groqmeter soak} lasts 20 minutes, and docs/soak.md keeps what it printed. */
class SoakTest {

    @TempDir
    Path folder;

    /** So short a load says nothing of flatness: the gateway is still warming up. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has no /proc")
    void a_short_soak_sees_a_living_gateway_and_finds_its_books_exact() throws Exception {
        List<Sample> samples = new ArrayList<>();
        SoakPlan plan = new SoakPlan(Duration.ofSeconds(4), Duration.ofMillis(500), 30, 5);
        Soak.Result result = new Soak(plan, folder, (elapsed, sample) -> samples.add(sample)).run();
        assertThat(result.books().lines()).allSatisfy(line -> assertThat(line.holds())
                .as("%s: %s, %s %s", line.what(), line.left(), line.right(), line.against())
                .isTrue());
        assertThat(result.books().made()).isGreaterThan(30);
        assertThat(samples).isNotEmpty().allSatisfy(sample -> {
            assertThat(sample.heap()).isBetween(1_000_000L, sample.resident());
            assertThat(sample.descriptors()).isGreaterThan(10);
            assertThat(sample.threads()).isGreaterThan(5);
        });
        assertThat(result.courses())
                .extracting(Trend::what)
                .containsExactly("heap", "descriptors", "resident", "threads", "backlog");
    }
}
