package io.groqmeter.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePricesTest {

    private static final String ONE = "{\"a\": {\"input\": 1, \"output\": 1}}";
    private static final String TWO = "{\"a\": {\"input\": 2, \"output\": 2}}";

    private final Path folder;
    private final Path file;
    private Instant now = Instant.now();

    LivePricesTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(LivePrices.FILE);
    }

    private LivePrices open() {
        return new LivePrices(folder, () -> now);
    }

    private void aSecondPasses() {
        now = now.plusSeconds(1);
    }

    private static String input(LivePrices prices) {
        return prices.get()
                .resolve("a", Instant.EPOCH)
                .price()
                .input()
                .orElseThrow()
                .toPlainString();
    }

    @Test
    void without_a_file_the_shipped_prices_are_in_force() {
        assertThat(open().get()).isSameAs(PriceList.shipped());
        assertThat(open().problem()).isEmpty();
    }

    @Test
    void a_file_that_comes_changes_and_goes_is_followed() throws IOException {
        LivePrices prices = open();
        Files.writeString(file, ONE);
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("1");
        Files.writeString(file, TWO);
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("2");
        Files.delete(file);
        aSecondPasses();
        assertThat(prices.get()).isSameAs(PriceList.shipped());
    }

    @Test
    void a_file_that_lay_there_before_is_in_force_from_the_start() throws IOException {
        Files.writeString(file, ONE);
        assertThat(input(open())).isEqualTo("1");
    }

    @Test
    void the_file_is_looked_at_once_a_second_at_most() throws IOException {
        LivePrices prices = open();
        Files.writeString(file, ONE);
        now = now.plusMillis(999);
        assertThat(input(prices)).isEqualTo("0.50");
        now = now.plusMillis(1);
        assertThat(input(prices)).isEqualTo("1");
        Files.writeString(file, TWO);
        assertThat(input(prices)).isEqualTo("1");
    }

    @Test
    void an_edit_of_the_same_length_within_one_tick_of_the_files_clock_is_noticed() throws IOException {
        FileTime tick = FileTime.from(now);
        Files.writeString(file, ONE);
        Files.setLastModifiedTime(file, tick);
        LivePrices prices = open();
        Files.writeString(file, TWO);
        Files.setLastModifiedTime(file, tick);
        now = now.plus(Duration.ofHours(1));
        assertThat(input(prices)).isEqualTo("2");
    }

    @Test
    void an_unchanged_file_keeps_its_list() throws IOException {
        Files.writeString(file, ONE);
        LivePrices prices = open();
        PriceList list = prices.get();
        aSecondPasses();
        assertThat(prices.get()).isSameAs(list);
        now = now.plus(Duration.ofHours(1));
        assertThat(prices.get()).isSameAs(list);
    }

    @Test
    void half_a_file_is_kept_out_and_the_last_good_one_stays() throws IOException {
        Files.writeString(file, ONE);
        LivePrices prices = open();
        Files.writeString(file, "{\n\"a\": {\"input\": 2,");
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("1");
        assertThat(prices.problem().orElseThrow())
                .startsWith(file + ", line 2, column ")
                .contains("the file ends too early");
        Files.writeString(file, TWO);
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("2");
        assertThat(prices.problem()).isEmpty();
    }

    @Test
    void a_broken_file_at_the_start_leaves_the_shipped_prices() throws IOException {
        Files.writeString(file, "prices?");
        LivePrices prices = open();
        assertThat(prices.get()).isSameAs(PriceList.shipped());
        assertThat(prices.problem()).isPresent();
        Files.delete(file);
        aSecondPasses();
        assertThat(prices.problem()).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_a_problem_and_changes_nothing() throws IOException {
        Files.writeString(file, ONE);
        LivePrices prices = open();
        Files.delete(file);
        Files.createDirectory(file);
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("1");
        assertThat(prices.problem().orElseThrow()).contains(file.toString(), "cannot be read");
    }

    @Test
    void a_file_too_large_for_a_price_list_is_not_read() throws IOException {
        Files.writeString(file, ONE);
        LivePrices prices = open();
        Files.writeString(file, ONE + " ".repeat(5 << 20));
        aSecondPasses();
        assertThat(input(prices)).isEqualTo("1");
        assertThat(prices.problem().orElseThrow()).contains("larger than 4 MiB");
        Files.writeString(file, ONE);
        aSecondPasses();
        assertThat(prices.problem()).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_does_not_stop_the_looking() throws IOException {
        LivePrices prices = open();
        Files.writeString(file, ONE);
        now = now.minus(Duration.ofDays(1));
        assertThat(input(prices)).isEqualTo("1");
    }
}
