package io.groqmeter.groq.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.groq.Pieces;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonScannerTest {

    @Test
    void tells_what_jackson_tells_of_any_text_cut_anywhere() throws IOException {
        Random random = new Random(11);
        int told = 0;
        for (int i = 0; i < 4_000; i++) {
            String text = RandomJson.text(random);
            Set<String> kept = paths(random);
            Set<String> measured = paths(random);
            measured.removeAll(kept);
            List<String> expected = toldByJackson(text, kept, measured);
            told += expected.size();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(told(Pieces.whole(bytes), kept, measured)).as(text).isEqualTo(expected);
            assertThat(told(Pieces.bytes(bytes), kept, measured)).as(text).isEqualTo(expected);
            assertThat(told(Pieces.ofAtMost(9, bytes, random), kept, measured))
                    .as(text)
                    .isEqualTo(expected);
        }
        assertThat(told).isGreaterThan(10_000);
    }

    @Test
    void skips_what_is_nested_a_million_deep() {
        String deep = "{\"b\":" + "[{\"a\":".repeat(1_000_000) + "1" + "}]".repeat(1_000_000) + ",\"a\":2}";
        assertThat(told(Pieces.whole(deep.getBytes(StandardCharsets.UTF_8)), Set.of("a"), Set.of()))
                .containsExactly("a 2");
    }

    @Test
    void tells_what_came_before_a_text_went_wrong_and_nothing_after() {
        for (String wrong : List.of("}", "]", ",,", "\"c\" 1", "\"c\":}", "\"c\":@", "x", "\"\\ud8zz\":1", "1")) {
            String text = "{\"a\":1," + wrong + ",\"a\":2}";
            assertThat(told(Pieces.whole(text.getBytes(StandardCharsets.UTF_8)), Set.of("a"), Set.of()))
                    .as(text)
                    .startsWith("a 1")
                    .doesNotContain("a 2");
        }
    }

    @Test
    void knows_a_string_that_is_too_long_to_keep_by_its_size() {
        String text = "{\"a\":\"" + "x".repeat(JsonValue.LONGEST) + "\",\"b\":\"" + "x".repeat(JsonValue.LONGEST + 1)
                + "\",\"" + "k".repeat(10_000) + "\":1}";
        assertThat(told(Pieces.whole(text.getBytes(StandardCharsets.UTF_8)), Set.of("a", "b"), Set.of()))
                .containsExactly("a '" + "x".repeat(256) + "' 256 256", "b 'null' 257 257");
    }

    @Test
    void starts_anew_after_a_reset_wherever_the_text_before_it_stopped() {
        String text = "{\"a\":[{\"b\":\"x\\ud83d\\n\"}],\"c\":1.5}";
        List<String> told = new ArrayList<>();
        JsonScanner<String> scanner = new JsonScanner<>(outline(Set.of("a[].b", "c"), Set.of()), new Recorder(told));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int stop = 0; stop < bytes.length; stop++) {
            scanner.read(bytes, 0, stop);
            told.clear();
            scanner.reset();
            scanner.read(bytes, 0, bytes.length);
            assertThat(told).containsExactly("a[].b 'x\ufffd\n' 3 5", "c 1.5");
            scanner.reset();
        }
    }

    private static Set<String> paths(Random random) {
        Set<String> paths = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            StringBuilder path = new StringBuilder();
            int steps = random.nextInt(4);
            for (int step = 0; step < steps; step++) {
                if (random.nextInt(3) == 0) {
                    path.append("[]");
                } else {
                    path.append(path.isEmpty() ? "" : ".")
                            .append(RandomJson.KEYS[random.nextInt(RandomJson.KEYS.length)]);
                }
            }
            paths.add(path.toString());
        }
        return paths;
    }

    private static JsonOutline<String> outline(Set<String> kept, Set<String> measured) {
        JsonOutline.Sketch<String> sketch = JsonOutline.sketch();
        kept.forEach(path -> sketch.keep(path, path));
        measured.forEach(path -> sketch.measure(path, path));
        return sketch.outline();
    }

    private static List<String> told(List<ByteBuffer> pieces, Set<String> kept, Set<String> measured) {
        List<String> told = new ArrayList<>();
        JsonScanner<String> scanner = new JsonScanner<>(outline(kept, measured), new Recorder(told));
        for (ByteBuffer piece : pieces) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            scanner.read(bytes, 0, bytes.length);
        }
        return told;
    }

    private record Recorder(List<String> told) implements JsonVisitor<String> {
        @Override
        public void begin(String place) {
            told.add(place + " begins");
        }

        @Override
        public void end(String place) {
            told.add(place + " ends");
        }

        @Override
        public void value(String place, JsonValue value) {
            if (value.isString()) {
                told.add(line(place, value.text(), value.codePoints(), value.utf8Bytes()));
            } else if (value.isNull() || value.isTrue() || value.isFalse()) {
                told.add(place + (value.isNull() ? " null" : value.isTrue() ? " true" : " false"));
            } else {
                told.add(place + " " + value.number().map(String::valueOf).orElse("too long"));
            }
        }
    }

    private static String line(String place, @Nullable String text, long codePoints, long bytes) {
        return "%s '%s' %d %d".formatted(place, text, codePoints, bytes);
    }

    private static List<String> toldByJackson(String text, Set<String> kept, Set<String> measured) throws IOException {
        List<String> told = new ArrayList<>();
        Deque<String> containers = new ArrayDeque<>();
        String path = "";
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String container = String.valueOf(containers.peek());
                    path = container + (container.isEmpty() ? "" : ".") + parser.currentName();
                    continue;
                }
                if (token.isStructEnd()) {
                    path = containers.pop();
                }
                boolean wanted = kept.contains(path) || measured.contains(path);
                if (wanted && token.isStructEnd()) {
                    told.add(path + " ends");
                } else if (wanted && token.isStructStart()) {
                    told.add(path + " begins");
                } else if (wanted) {
                    told.add(scalar(parser, path, kept.contains(path)));
                }
                if (token.isStructStart()) {
                    containers.push(path);
                    path = path + "[]";
                } else if (parser.getParsingContext().inArray()) {
                    path = containers.peek() + "[]";
                }
            }
        }
        return told;
    }

    private static String scalar(JsonParser parser, String path, boolean kept) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> {
                String text = withoutLoneSurrogates(parser.getText());
                int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                boolean told = kept && bytes > 0 && bytes <= JsonValue.LONGEST;
                yield line(path, told ? text : null, text.codePointCount(0, text.length()), bytes);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                BigDecimal number = parser.getTextLength() > 64 ? null : new BigDecimal(parser.getText());
                yield path + " " + (number == null || Math.abs((long) number.scale()) > 64 ? "too long" : number);
            }
            default -> path + " " + parser.getText();
        };
    }

    private static String withoutLoneSurrogates(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints().forEach(point -> whole.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point));
        return whole.toString();
    }
}
