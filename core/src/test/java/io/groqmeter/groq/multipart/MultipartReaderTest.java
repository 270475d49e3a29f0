package io.groqmeter.groq.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String UPLOAD = """
            --xyz\r
            Content-Disposition: form-data; name="model"\r
            \r
            whisper-large-v3\r
            --xyz\r
            content-disposition: form-data; filename="a b.mp3"; name=file\r
            Content-Type:audio/mpeg\r
            \r
            \r
            --xy\r\n--xy\r\r\n-\r
            --xyz\r
            Content-Disposition: form-data; name="prompt"\r
            \r
            secret\r
            --xyz--\r
            """;

    @Test
    void texts_asked_for_and_files_come_out_and_nothing_else() {
        Form form = new Form("xyz", "model", "response_format").read(UPLOAD);
        assertThat(form.text("model")).isEqualTo("whisper-large-v3");
        assertThat(form.text("response_format")).isEqualTo("(none)");
        assertThat(form.text("prompt")).isEqualTo("(none)");
        assertThat(form.files)
                .containsExactly(new Form.File(
                        new Part("file", Optional.of("a b.mp3"), Optional.of("audio/mpeg")),
                        "\r\n--xy\r\n--xy\r\r\n-"));
        assertThat(form.reader.complete()).isTrue();
    }

    @Test
    void a_text_to_be_passed_on_comes_out_as_files_do() {
        Form form = new Form("xyz").read("--xyz\r\n" + field("passed", "data:,abc") + "\r\n--xyz--");
        assertThat(form.files)
                .containsExactly(new Form.File(new Part("passed", Optional.empty(), Optional.empty()), "data:,abc"));
    }

    @Test
    void every_split_into_two_gives_the_same() {
        Form whole = new Form("xyz", "model").read(UPLOAD);
        for (int at = 0; at <= UPLOAD.length(); at++) {
            Form split = new Form("xyz", "model").read(UPLOAD.substring(0, at)).read(UPLOAD.substring(at));
            assertThat(split.files).as("split at %d", at).isEqualTo(whole.files);
            assertThat(split.text("model")).isEqualTo(whole.text("model"));
            assertThat(split.reader.complete()).isTrue();
        }
    }

    @Test
    void preamble_padding_and_epilogue_are_passed_over() {
        String body = "Hello\r\n--xy no\r\n--xyz \t\r\n" + field("a", "1") + "\r\n--xyz-- \r\n--xyz\r\n"
                + field("b", "2") + "\r\n--xyz--";
        Form form = new Form("xyz", "a", "b").read(body);
        assertThat(form.text("a")).isEqualTo("1");
        assertThat(form.text("b")).isEqualTo("(none)");
    }

    @Test
    void only_a_whole_line_break_makes_a_boundary() {
        Form form = new Form("xyz", "a").read("--xyz\r\n" + field("a", "1\n--xyz\r2\r--xyz\n") + "\r\n--xyz--");
        assertThat(form.text("a")).isEqualTo("1\n--xyz\r2\r--xyz\n");
    }

    @Test
    void empty_parts_end_with_or_without_a_line_break_of_their_own() {
        Form form = new Form("xyz", "a", "b")
                .read("--xyz\r\n" + field("a", "") + "\r\n--xyz\r\n" + field("b", "") + "--xyz--");
        assertThat(form.text("a")).isEmpty();
        assertThat(form.text("b")).isEmpty();
        assertThat(form.reader.complete()).isTrue();
    }

    @Test
    void a_form_without_its_closing_boundary_is_incomplete_and_its_last_part_does_not_end() {
        Form form = new Form("xyz", "a")
                .read("--xyz\r\n" + field("a", "1")
                        + "\r\n--xyz\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\nsound\r\n--x");
        assertThat(form.reader.complete()).isFalse();
        assertThat(form.text("a")).isEqualTo("1");
        assertThat(form.files).isEmpty();
        assertThat(form.openContent()).isEqualTo("sound");
    }

    @Test
    void of_a_name_that_comes_twice_the_first_text_counts() {
        Form form = new Form("xyz", "a")
                .read("--xyz\r\n" + field("a", "1") + "\r\n--xyz\r\n" + field("a", "2") + "\r\n--xyz--");
        assertThat(form.text("a")).isEqualTo("1");
    }

    @Test
    void a_text_longer_than_64_KiB_is_not_kept() {
        String longest = "x".repeat(MultipartReader.LONGEST_TEXT);
        Form form = new Form("xyz", "a", "b")
                .read("--xyz\r\n" + field("a", longest) + "\r\n--xyz\r\n" + field("b", longest + "x") + "\r\n--xyz--");
        assertThat(form.text("a")).isEqualTo(longest);
        assertThat(form.text("b")).isEqualTo("(none)");
    }

    @Test
    void a_head_of_megabytes_is_passed_over_and_the_next_part_is_read() {
        String head = "X-Junk: " + "j".repeat(1 << 20) + "\r\n" + field("a", "lost");
        Form form =
                new Form("xyz", "a", "b").read("--xyz\r\n" + head + "\r\n--xyz\r\n" + field("b", "2") + "\r\n--xyz--");
        assertThat(form.text("a")).isEqualTo("(none)");
        assertThat(form.text("b")).isEqualTo("2");
    }

    @Test
    void texts_are_utf_8() {
        String utf8 = new String("añ€".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(new Form("xyz", "a")
                        .read("--xyz\r\n" + field("a", utf8) + "\r\n--xyz--")
                        .text("a"))
                .isEqualTo("añ€");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "form-data; name=\"f\"; filename=\"say \\\"hi\\\".wav\" | say \"hi\".wav",
                "form-data; name=\"f\"; filename=\"C:\\dir\\a;b.wav\"  | C:\\dir\\a;b.wav",
                "form-data; name=\"f\"; filename=\"x\"; filename*=UTF-8''%e2%82%ac+1.wav | €+1.wav",
                "form-data; name=\"f\"; filename=\"x\"; filename*=UTF-8''%zz | x",
                "form-data; NAME=f; FileName=plain.wav | plain.wav",
                "form-data;name=f;filename=\"never closed | never closed",
                "form-data; name=f; filename=\"\" | ``",
            })
    void file_names_are_read_as_clients_write_them(String disposition, String fileName) {
        Form form = new Form("xyz").read("--xyz\r\nContent-Disposition: " + disposition + "\r\n\r\n!\r\n--xyz--");
        assertThat(form.files)
                .containsExactly(new Form.File(new Part("f", Optional.of(fileName), Optional.empty()), "!"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/form-data; boundary=xyz | xyz",
                "Multipart/Form-Data;charset=utf-8; Boundary=\"a b:'()+_,-./=?\" | a b:'()+_,-./=?",
                "multipart/form-data; boundary = xyz ; x=y | xyz",
            })
    void the_boundary_is_found_in_the_content_type(String contentType, String boundary) {
        assertThat(MultipartReader.boundary(contentType)).contains(boundary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"a\r\nb\"",
                "multipart/mixed; boundary=x",
                ";;;==\"",
                "multipart/form-data; boundary"
            })
    void no_usable_boundary_is_told_as_none(String contentType) {
        assertThat(MultipartReader.boundary(contentType)).isEmpty();
    }

    @Test
    void a_boundary_that_cannot_be_one_is_refused() {
        assertThatThrownBy(() -> new MultipartReader("a\nb", Set.of(), Set.of(), new Form("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without line breaks");
    }

    private static String field(String name, String value) {
        return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
    }
}
