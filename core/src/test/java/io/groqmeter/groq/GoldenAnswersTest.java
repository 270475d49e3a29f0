package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every {@link Recording} is read as it says, however its bytes are cut. */
class GoldenAnswersTest {

    /** An upload of 12.5 s, and a text of 42 characters. */
    private static final RequestSummary ASK = new RequestSummary(
            "asked",
            false,
            OptionalLong.empty(),
            null,
            OptionalLong.of(42),
            Optional.of(Duration.ofMillis(12_500)),
            false,
            InputMedia.NONE,
            1,
            List.of(),
            1_000,
            false,
            true);

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_whole(Recording recording) {
        assertThat(read(recording, Pieces.whole(recording.body()))).isEqualTo(recording.expected());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_byte_by_byte(Recording recording) {
        assertThat(read(recording, Pieces.bytes(recording.body()))).isEqualTo(recording.expected());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_in_any_pieces(Recording recording) {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            assertThat(read(recording, Pieces.ofAtMost(1 + random.nextInt(300), recording.body(), random)))
                    .isEqualTo(recording.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void reads_the_same_stream_with_any_line_ends(Recording recording) {
        for (String lineEnd : new String[] {"\r\n", "\r"}) {
            byte[] body = recording.answer().replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
            assertThat(read(recording, Pieces.whole(body))).isEqualTo(recording.expected());
            assertThat(read(recording, Pieces.bytes(body))).isEqualTo(recording.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void is_read_behind_a_byte_order_mark(Recording recording) {
        byte[] body = ("\ufeff" + recording.answer()).getBytes(StandardCharsets.UTF_8);
        if (recording.endpoint() == Endpoint.CHAT || recording.endpoint() == Endpoint.RESPONSES) {
            assertThat(read(recording, Pieces.bytes(body))).isEqualTo(recording.expected());
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void reads_the_same_stream_without_its_last_line_end(Recording recording) {
        byte[] body = recording.answer().stripTrailing().getBytes(StandardCharsets.UTF_8);
        assertThat(read(recording, Pieces.whole(body))).isEqualTo(recording.expected());
    }

    static List<Recording> recordings() {
        return Recording.all();
    }

    static List<Recording> streams() {
        return Recording.all().stream()
                .filter(recording -> recording.contentType().startsWith("text/event-stream"))
                .toList();
    }

    private static String read(Recording recording, List<ByteBuffer> pieces) {
        AnswerReader reader = GroqWire.answer(recording.endpoint(), ASK, recording.status(), recording.contentType());
        for (ByteBuffer piece : pieces) {
            reader.read(piece);
            assertThat(piece.remaining()).isZero();
        }
        return AnswerText.of(reader.answer(), reader.ended());
    }
}
