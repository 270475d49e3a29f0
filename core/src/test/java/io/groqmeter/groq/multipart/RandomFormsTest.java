package io.groqmeter.groq.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for any form and any bytes, however they are split. */
@Timeout(60)
class RandomFormsTest {
    private static final String[] BOUNDARIES = {
        "-", "--", "xyz", "----WebKitFormBoundary7MA4YWxkTrZu0gW", "a'b c", "x".repeat(70)
    };
    private static final String[] TRAPS = {
        "\r", "\n", "\r\n", "-", "--", "\r\n-", "\r\n--", "\r\r\n--", "x", "\r\n--x", "\r\n--xy", "\0", "\u00ff"
    };

    @Test
    void parts_come_out_as_they_went_in() {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            String boundary = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
            Map<String, String> texts = new LinkedHashMap<>();
            List<Form.File> files = new ArrayList<>();
            StringBuilder body = new StringBuilder(random.nextBoolean() ? "" : content(random, boundary) + "\r\n");
            for (int part = random.nextInt(6); part >= 0; part--) {
                String content = content(random, boundary);
                String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"n" + part + "\"";
                if (random.nextBoolean()) {
                    files.add(new Form.File(new Part("n" + part, Optional.of("f"), Optional.of("audio/wav")), content));
                    head += "; filename=\"f\"\r\nContent-Type: audio/wav";
                } else {
                    texts.put("n" + part, content);
                }
                body.append(head).append("\r\n\r\n").append(content).append("\r\n");
            }
            body.append("--")
                    .append(boundary)
                    .append("--")
                    .append(random.nextBoolean() ? "" : content(random, boundary));

            Form form = new Form(boundary, "n0", "n1", "n2", "n3", "n4", "n5")
                    .readSplit(body.toString(), random, 1 + random.nextInt(80));

            assertThat(form.files).as("round %d", round).isEqualTo(files);
            assertThat(form.reader.complete()).as("round %d", round).isTrue();
            texts.forEach((name, text) -> assertThat(form.text(name)).isEqualTo(text.replace('\u00ff', '\ufffd')));
        }
    }

    @Test
    void any_bytes_are_survived_and_any_split_of_them_agrees() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            String boundary = BOUNDARIES[random.nextInt(BOUNDARIES.length)];
            StringBuilder junk = new StringBuilder();
            String[] pieces = {
                "\r\n--" + boundary,
                boundary,
                ":",
                ";",
                "=",
                "\"",
                "\r\n\r\n",
                "Content-Disposition: form-data; name=a",
                "; filename=",
                "*=UTF-8''%e"
            };
            for (int i = random.nextInt(60); i > 0; i--) {
                junk.append(
                        random.nextBoolean()
                                ? pieces[random.nextInt(pieces.length)]
                                : TRAPS[random.nextInt(TRAPS.length)]);
            }
            Form whole = new Form(boundary, "a");
            assertThatCode(() -> whole.read(junk.toString())).doesNotThrowAnyException();
            Form split = new Form(boundary, "a").readSplit(junk.toString(), random, 1 + random.nextInt(30));
            assertThat(split.files).as("round %d", round).isEqualTo(whole.files);
            assertThat(split.text("a")).as("round %d", round).isEqualTo(whole.text("a"));
            assertThat(split.openContent()).as("round %d", round).isEqualTo(whole.openContent());
            MultipartReader.boundary(junk.toString());
        }
    }

    /** Text full of beginnings of boundaries, but without one. */
    private static String content(Random random, String boundary) {
        StringBuilder content = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            String whole = "\r\n--" + boundary;
            content.append(
                    random.nextInt(4) == 0
                            ? whole.substring(0, random.nextInt(whole.length()))
                            : TRAPS[random.nextInt(TRAPS.length)]);
        }
        String delimiter = "--" + boundary;
        String text = "\r\n" + content;
        while (text.contains("\r\n" + delimiter)) {
            text = text.replace("\r\n" + delimiter, "\r\n");
        }
        return text.substring(2);
    }
}
