package io.groqmeter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {

    @Test
    void nothing_has_no_quantile() {
        assertThat(new DurationHistogram().quantile(0.5)).isEmpty();
        assertThat(new DurationHistogram().count()).isZero();
    }

    @Test
    void one_duration_is_told_back_within_the_bound_whatever_its_size() {
        for (long micros = 0; micros < 1L << 39; micros = micros * 5 / 4 + 1) {
            DurationHistogram histogram = new DurationHistogram();
            histogram.add(Duration.of(micros, ChronoUnit.MICROS));
            assertThat((double) micros(histogram, 0.5))
                    .isCloseTo(micros, within(micros * DurationHistogram.RELATIVE_ERROR.doubleValue()));
        }
    }

    @Test
    void below_32_microseconds_it_is_exact() {
        for (long micros = 0; micros < 32; micros++) {
            DurationHistogram histogram = new DurationHistogram();
            histogram.add(Duration.of(micros, ChronoUnit.MICROS));
            assertThat(micros(histogram, 1)).isEqualTo(micros);
        }
    }

    @Test
    void what_cannot_be_counts_as_the_nearest_that_can() {
        DurationHistogram histogram = new DurationHistogram();
        histogram.add(Duration.ofSeconds(-3));
        histogram.add(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(histogram.quantile(0)).hasValue(Duration.ZERO);
        assertThat(histogram.quantile(1).orElseThrow()).isBetween(Duration.ofDays(12), Duration.ofDays(13));
    }

    @Test
    void parts_merged_in_any_order_are_the_whole() {
        Random random = new Random(5);
        DurationHistogram whole = new DurationHistogram();
        DurationHistogram[] parts = {new DurationHistogram(), new DurationHistogram(), new DurationHistogram()};
        for (int number = 0; number < 1_000; number++) {
            Duration duration = Duration.ofNanos((long) Math.exp(random.nextDouble() * 30));
            whole.add(duration);
            parts[random.nextInt(3)].add(duration);
        }
        DurationHistogram merged = new DurationHistogram();
        merged.addAll(parts[2]);
        merged.addAll(parts[0]);
        merged.addAll(parts[1]);

        assertThat(merged).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(merged.count()).isEqualTo(1_000);
    }

    @Test
    void what_is_no_part_and_no_bucket_is_refused() {
        assertThatThrownBy(() -> new DurationHistogram().quantile(1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DurationHistogram().add(100_000, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long micros(DurationHistogram histogram, double part) {
        return histogram.quantile(part).orElseThrow().toNanos() / 1_000;
    }
}
