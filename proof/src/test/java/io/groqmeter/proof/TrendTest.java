package io.groqmeter.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What counts as flat, over 120 samples: as many as 20 minutes have. */
class TrendTest {

    private static Trend course(long slack, LongUnaryOperator value) {
        List<Long> values = LongStream.range(0, 120).map(value).boxed().toList();
        return new Trend("descriptors", values, slack);
    }

    @Test
    void what_stays_within_a_tenth_and_the_slack_is_flat_and_one_more_is_not() {
        assertThat(course(16, i -> i < 90 ? 100 : 126).flat()).isTrue();
        assertThat(course(16, i -> i < 90 ? 100 : 127).flat()).isFalse();
    }

    @Test
    void a_slow_leak_is_seen() {
        assertThat(course(16, i -> 100 + i).flat()).isFalse();
    }

    @Test
    void the_warm_up_is_not_held_against_it() {
        assertThat(course(16, i -> i < 30 ? 10 : 100).flat()).isTrue();
    }

    @Test
    void a_saw_or_a_single_peak_is_flat() {
        assertThat(course(16, i -> 100 + i % 7 * 10).flat()).isTrue();
        assertThat(course(16, i -> i == 100 ? 10_000 : 100).flat()).isTrue();
    }

    @Test
    void what_has_no_slack_is_shown_but_not_judged() {
        assertThat(course(0, i -> i * i).judged()).isFalse();
        assertThat(course(0, i -> i * i).flat()).isTrue();
    }

    @Test
    void the_line_begins_at_zero_and_ends_at_the_highest() {
        assertThat(course(1, i -> i).line()).hasSize(40).startsWith("▁").endsWith("█");
        assertThat(course(1, i -> 5).line()).isEqualTo("█".repeat(40));
        assertThat(course(1, i -> 0).line()).isEqualTo("▁".repeat(40));
    }
}
