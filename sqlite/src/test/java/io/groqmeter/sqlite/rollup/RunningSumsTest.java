package io.groqmeter.sqlite.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.sqlite.column.VarintReader;
import io.groqmeter.sqlite.column.VarintWriter;
import io.groqmeter.store.UsageSums;
import io.groqmeter.testkit.Seeded;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunningSumsTest {

    private final Seeded seeded = new Seeded(5);

    @Test
    void what_was_written_is_read_as_it_was_and_adds_up() {
        UsageSums expected = UsageSums.ZERO;
        RunningSums stored = new RunningSums();
        for (int round = 0; round < 500; round++) {
            UsageSums added = sums();
            expected = expected.plus(added);
            stored.add(added);
            VarintWriter bytes = new VarintWriter();
            stored.write(bytes);
            stored = new RunningSums();
            stored.add(new VarintReader(bytes.bytes()));
            assertThat(stored.sums()).isEqualTo(expected);
        }
    }

    @Test
    void the_sums_of_a_plain_chat_take_eleven_bytes() {
        RunningSums chat = new RunningSums();
        chat.add(new UsageSums(
                1, 1, 1, 0, 0, 812, 0, 240, 0, Duration.ZERO, 0, 0, 0, usd("0.000132900000"), usd("0.000000000000")));
        VarintWriter bytes = new VarintWriter();
        chat.write(bytes);
        assertThat(bytes.bytes()).hasSize(11);
    }

    @Test
    void a_sum_beyond_64_bits_is_an_error() {
        RunningSums much = new RunningSums();
        UsageSums half = new UsageSums(
                1,
                1,
                1,
                0,
                0,
                Long.MAX_VALUE / 2 + 1,
                0,
                0,
                0,
                Duration.ZERO,
                0,
                0,
                0,
                UsageSums.ZERO.cost(),
                UsageSums.ZERO.cost());
        much.add(half);
        assertThatThrownBy(() -> much.add(half)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void a_page_gives_back_its_cells_at_their_starts() {
        long start = 1_795_129_200_000L;
        TreeMap<Long, RunningSums> cells = new TreeMap<>();
        for (long hour : new long[] {0, 1, 5, 24}) {
            RunningSums sums = new RunningSums();
            sums.add(sums());
            cells.put(start + hour * 3_600_000, sums);
        }
        TreeMap<Long, RunningSums> read = new TreeMap<>();
        RollupPage.read(
                RollupPage.write(start, cells), start, at -> read.computeIfAbsent(at, none -> new RunningSums()));
        assertThat(read.keySet()).isEqualTo(cells.keySet());
        read.forEach((at, sums) -> assertThat(sums.sums())
                .isEqualTo(Objects.requireNonNull(cells.get(at)).sums()));
    }

    private UsageSums sums() {
        long calls = seeded.between(1, 300);
        long answered = seeded.between(0, calls);
        return new UsageSums(
                calls,
                answered,
                seeded.between(0, answered),
                calls - answered,
                seeded.between(0, 3),
                seeded.between(0, 1L << 40),
                seeded.between(0, 1L << 30),
                seeded.between(0, 1L << 30),
                seeded.between(0, 1L << 20),
                Duration.ofNanos(1_000 * seeded.between(0, 1L << 40)),
                seeded.between(0, 5_000),
                seeded.between(0, 5_000),
                seeded.between(0, 3),
                BigDecimal.valueOf(seeded.between(0, 1L << 62), 12),
                BigDecimal.valueOf(seeded.between(-1_000_000_000L, 1_000_000_000L), 12));
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }
}
