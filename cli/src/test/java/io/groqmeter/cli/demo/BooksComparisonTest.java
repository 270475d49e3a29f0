package io.groqmeter.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.simulator.book.SimulatorBooks;
import io.groqmeter.store.UsageSums;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BooksComparisonTest {

    @Test
    void one_differing_digit_is_marked() {
        UsageSums sums = new UsageSums(
                0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, 0, 0, 0, new BigDecimal("0.000000000001"), BigDecimal.ZERO);
        BooksComparison books = new BooksComparison(Map.of("some/model", sums), new SimulatorBooks(1));
        assertThat(books.equal()).isFalse();
        assertThat(books.text(CliMessages.in(Locale.ENGLISH)).lines().filter(line -> line.endsWith("≠")))
                .hasSize(2)
                .anyMatch(line -> line.matches(" +some/model +\\$0\\.000000000001 +\\$0 +≠"))
                .anyMatch(line -> line.matches(" +cost +\\$0\\.000000000001 +\\$0 +≠"));
        assertThat(books.text(CliMessages.in(Locale.forLanguageTag("es")))).contains("$0,000000000001");
    }
}
