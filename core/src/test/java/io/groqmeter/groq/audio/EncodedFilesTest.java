package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a real encoder wrote; the decoded lengths are those that its decoder told (see README in the folder). */
class EncodedFilesTest {
    static final List<String> NAMES = List.of(
            "cbr.mp3",
            "vbr.mp3",
            "pipe.mp3",
            "pipe.flac",
            "opus.ogg",
            "vorbis.ogg",
            "tone.m4a",
            "faststart.m4a",
            "fragmented.mp4",
            "tone.webm",
            "pipe.webm",
            "video.webm");

    @ParameterizedTest
    @CsvSource({
        "cbr.mp3, 37520, 16000, 0",
        "vbr.mp3, 37520, 16000, 0",
        "pipe.mp3, 39168, 16000, 0",
        "pipe.flac, 18760, 8000, 0",
        "opus.ogg, 112560, 48000, 0",
        "vorbis.ogg, 18760, 8000, 0",
        // WebM counts in milliseconds.
        "tone.webm, 112560, 48000, 1",
        "pipe.webm, 112560, 48000, 1",
        "video.webm, 57600, 48000, 1",
        // The decoder gives out the padding in the last AAC frame, which the edit list cuts; in fragments, the priming
        // too.
        "tone.m4a, 37888, 16000, 24",
        "faststart.m4a, 37888, 16000, 24",
        "fragmented.mp4, 38912, 16000, 24",
    })
    void the_measured_duration_is_that_of_the_decoded_sound(String name, long samples, int rate, long toleranceMillis) {
        Duration decoded = PlayTime.of(samples, rate).orElseThrow();
        Duration measured = Measured.whole(read(name)).orElseThrow();
        assertThat(measured.minus(decoded).abs()).isLessThanOrEqualTo(Duration.ofMillis(toleranceMillis));
    }

    static byte[] read(String name) {
        try (InputStream file = EncodedFilesTest.class.getResourceAsStream("/audio/" + name)) {
            if (file == null) {
                throw new AssertionError("no test file audio/" + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
