package io.groqmeter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DollarsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0                 | $0.00
            0.000037          | $0.000037
            0.0000374999      | $0.0000375
            0.0125            | $0.0125
            0.5               | $0.50
            0.9996            | $1.00
            1.005             | $1.00
            12.345678         | $12.35
            1234567.891       | $1,234,567.89
            0.000000000001    | $0.000000000001
            """)
    void people_read_cents_from_a_dollar_up_and_three_digits_below(String amount, String text) {
        assertThat(Dollars.text(new BigDecimal(amount), Locale.ENGLISH)).isEqualTo(text);
    }

    @Test
    void spanish_has_its_own_signs() {
        assertThat(Dollars.text(new BigDecimal("1234.5"), Locale.forLanguageTag("es")))
                .isEqualTo("$1.234,50");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0E-12             | $0             | $0
            0.034900000001    | $0.034900000001 | $0,034900000001
            1234.5            | $1,234.5       | $1.234,5
            1E+2              | $100           | $100
            """)
    void people_can_read_every_digit_too_in_their_own_signs(String amount, String english, String spanish) {
        assertThat(Dollars.exact(new BigDecimal(amount), Locale.ENGLISH)).isEqualTo(english);
        assertThat(Dollars.exact(new BigDecimal(amount), Locale.forLanguageTag("es")))
                .isEqualTo(spanish);
    }

    @ParameterizedTest
    @CsvSource({"0.012500000000,0.0125", "0E-12,0", "1E+2,100", "100.000000000000,100", "1E-12,0.000000000001"})
    void programs_read_every_digit_and_no_exponent(String amount, String digits) {
        assertThat(Dollars.digits(new BigDecimal(amount))).isEqualTo(digits);
    }
}
