package io.groqmeter.groq.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormFieldsTest {

    private static final String FORM = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
            + "--b \r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\nfile\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"é\"\r\n\r\n\r\n--b--\r\nepilogue";

    private static Optional<FormFields> form(String text) {
        return FormFields.of("b", text.getBytes(UTF_8));
    }

    private static String set(String text, String name, String value) {
        return new String(form(text).orElseThrow().with(name, value), UTF_8);
    }

    @Test
    void a_field_is_set_to_another_value_and_every_other_byte_stays() {
        assertThat(set(FORM, "a", "23")).isEqualTo(FORM.replace("\r\n1\r\n", "\r\n23\r\n"));
        assertThat(set(FORM, "é", "v")).isEqualTo(FORM.replace("\r\n\r\n\r\n--b--", "\r\n\r\nv\r\n--b--"));
        assertThat(form(FORM).orElseThrow().text("a")).contains("1");
        assertThat(form(FORM).orElseThrow().count("a")).isEqualTo(1);
    }

    @Test
    void a_field_that_is_not_there_is_put_in_front() {
        String added = "--b\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\nv\r\n";
        assertThat(set(FORM, "c", "v")).isEqualTo(added + FORM);
        assertThat(set("preamble\r\n" + FORM, "c", "v")).isEqualTo("preamble\r\n" + added + FORM);
        assertThat(set("--b--", "c", "v")).isEqualTo(added + "--b--");
    }

    @Test
    void a_form_that_is_not_whole_is_none() {
        int close = FORM.indexOf("--b--") + 5;
        for (int end = 0; end < close; end++) {
            assertThat(form(FORM.substring(0, end))).as("%d bytes", end).isEmpty();
        }
        assertThat(form(FORM.substring(0, close))).isPresent();
    }

    @Test
    void nothing_is_thrown_on_any_bytes() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = FORM.getBytes(UTF_8);
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) "\r\n-b;x".charAt(random.nextInt(6));
            }
            assertThatCode(() -> FormFields.of("b", damaged).ifPresent(form -> form.with("a", "x")))
                    .doesNotThrowAnyException();
        }
    }
}
