package io.groqmeter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void what_would_steer_a_terminal_or_forge_a_line_is_shown_as_a_replacement() {
        assertThat(OneLine.of("m\u001b[2J\r\nTRACKED fake\u0007\u009b\u202e\u2028"))
                .isEqualTo("m\uFFFD[2J\uFFFD\uFFFDTRACKED fake\uFFFD\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void so_is_what_turns_or_hides_writing() {
        assertThat(OneLine.of("a\u200e\u200f\u061c\u2066\ufeff\ufff9\udb40\udc41\ud800b"))
                .isEqualTo("a" + "\uFFFD".repeat(8) + "b");
    }

    @Test
    void all_else_stays() {
        String text = "openai/gpt-oss-20b · José 日本 \uD83D\uDC69\u200D\uD83D\uDD2C עברית";

        assertThat(OneLine.of(text)).isSameAs(text);
    }

    @Test
    void the_cells_of_a_table_are_such_texts() {
        List<String> lines = TextTable.ofText("").row("a\nb", "c").row("d", "e").lines();

        assertThat(lines).containsExactly("a\uFFFDb  c", "d    e");
    }
}
