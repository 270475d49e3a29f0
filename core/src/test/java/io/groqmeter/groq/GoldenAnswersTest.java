package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in {@code recordings}: a line with path, status and content type, an answer in one of Groq's shapes, a dashed line,
 * and what must be read from it.
 */
class GoldenAnswersTest {

    private static final String DASHES = "\n-----\n";

    /** An upload of 12.5 s, and a text of 42 characters. */
    private static final Ask ASK = new Ask(
            "asked",
            false,
            OptionalLong.empty(),
            null,
            OptionalLong.of(42),
            Optional.of(Duration.ofMillis(12_500)),
            false,
            0,
            List.of(),
            1_000);

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_whole(Golden golden) {
        assertThat(golden.read(Pieces.whole(golden.body()))).isEqualTo(golden.expected());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_byte_by_byte(Golden golden) {
        assertThat(golden.read(Pieces.bytes(golden.body()))).isEqualTo(golden.expected());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_in_any_pieces(Golden golden) {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            assertThat(golden.read(Pieces.ofAtMost(1 + random.nextInt(300), golden.body(), random)))
                    .isEqualTo(golden.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void reads_the_same_stream_with_any_line_ends(Golden golden) {
        for (String lineEnd : new String[] {"\r\n", "\r"}) {
            byte[] body = golden.answer().replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
            assertThat(golden.read(Pieces.whole(body))).isEqualTo(golden.expected());
            assertThat(golden.read(Pieces.bytes(body))).isEqualTo(golden.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_behind_a_byte_order_mark(Golden golden) {
        byte[] body = ("\ufeff" + golden.answer()).getBytes(StandardCharsets.UTF_8);
        if (golden.endpoint() == Endpoint.CHAT || golden.endpoint() == Endpoint.RESPONSES) {
            assertThat(golden.read(Pieces.bytes(body))).isEqualTo(golden.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void reads_the_same_stream_without_its_last_line_end(Golden golden) {
        byte[] body = golden.answer().stripTrailing().getBytes(StandardCharsets.UTF_8);
        assertThat(golden.read(Pieces.whole(body))).isEqualTo(golden.expected());
    }

    static List<Golden> recordings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(GoldenAnswersTest.class.getResource("/recordings"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(GoldenAnswersTest::golden).toList();
        }
    }

    static List<Golden> streams() throws IOException, URISyntaxException {
        return recordings().stream()
                .filter(golden -> golden.contentType().startsWith("text/event-stream"))
                .toList();
    }

    private static Golden golden(Path file) {
        try {
            String text = Files.readString(file);
            int head = text.indexOf('\n');
            int dashes = text.lastIndexOf(DASHES);
            String[] words = text.substring(0, head).split(" ", 3);
            return new Golden(
                    String.valueOf(file.getFileName()),
                    Endpoint.ofPath(words[0]),
                    Integer.parseInt(words[1]),
                    words[2],
                    text.substring(head + 1, dashes),
                    text.substring(dashes + DASHES.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Golden(String name, Endpoint endpoint, int status, String contentType, String answer, String expected) {

        byte[] body() {
            return answer.getBytes(StandardCharsets.UTF_8);
        }

        String read(List<ByteBuffer> pieces) {
            AnswerReader reader = GroqWire.answer(endpoint, ASK, status, contentType);
            for (ByteBuffer piece : pieces) {
                reader.read(piece);
                assertThat(piece.remaining()).isZero();
            }
            return AnswerText.of(reader.answer(), reader.ended());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
