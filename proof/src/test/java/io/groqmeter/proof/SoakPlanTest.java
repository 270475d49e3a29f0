package io.groqmeter.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SoakPlanTest {

    @Test
    void a_soak_too_short_for_its_quarters_or_too_slow_to_load_anything_is_refused() {
        assertThatThrownBy(() -> new SoakPlan(Duration.ofMinutes(1), Duration.ofSeconds(10), 50, 1))
                .hasMessageContaining("at least 8 samples of 10 s");
        assertThatThrownBy(() -> new SoakPlan(Duration.ofMinutes(20), Duration.ofSeconds(10), 0, 1))
                .hasMessageContaining("--rate must be 1 to 10000");
    }
}
