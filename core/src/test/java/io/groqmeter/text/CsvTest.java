package io.groqmeter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@x",
                " =1",
                "\t=1",
                "\r\n=1",
                "\u00a0=1",
                "\u3000@x",
                "\u200b=1",
                "\ufeff=1",
                "\u202e-1",
                "\0=1",
                "\uff1d1"
            })
    void what_a_spreadsheet_would_run_is_put_behind_an_apostrophe_blanks_or_not(String formula) {
        assertThat(Csv.text(formula)).startsWith("'");
    }

    @Test
    void what_a_console_would_obey_is_replaced() {
        assertThat(Csv.text("a\u001b[2J\u202eb\nc\0")).isEqualTo("a\uFFFD[2J\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void all_else_stays_and_is_quoted_where_any_spreadsheet_would_part_it() {
        assertThat(Csv.text("openai/gpt-oss-20b · José")).isEqualTo("openai/gpt-oss-20b · José");
        assertThat(Csv.text(null)).isEmpty();
        assertThat(Csv.line(List.of("a", "b,c", "d;=e", "say \"x\"")))
                .isEqualTo("a,\"b,c\",\"d;=e\",\"say \"\"x\"\"\"\r\n");
    }
}
