package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RawFramesTest {
    @Test
    void adts_frames_are_counted() {
        assertThat(Measured.whole(adts(125))).contains(Duration.ofSeconds(8));
    }

    @Test
    void adts_cut_in_a_frame_plays_up_to_that_frame_and_junk_is_passed_over() {
        assertThat(Measured.whole(adts(125), new byte[33], adts(125))).contains(Duration.ofSeconds(16));
        byte[] file = adts(126);
        assertThat(Measured.whole(Measured.head(file, file.length - 1))).contains(Duration.ofSeconds(8));
    }

    @Test
    void amr_frames_last_20_ms() {
        assertThat(Measured.whole(amr(50))).contains(Duration.ofSeconds(1));
        byte[] wide = new Bytes()
                .ascii("#!AMR-WB\n")
                .be(1, 0x24)
                .zeros(40)
                .be(1, 0x4c)
                .zeros(5)
                .done();
        assertThat(Measured.whole(wide))
                .as("a frame of sound and one of silence")
                .contains(Duration.ofMillis(40));
    }

    @Test
    void what_is_no_audio_is_unknown() {
        assertThat(Measured.whole(
                        new Bytes().ascii("{\"not\": \"audio at all\"}").done()))
                .isEmpty();
        assertThat(Measured.whole(new Bytes().ascii("RIFF").done())).isEmpty();
        assertThat(Measured.whole(new Bytes().be(4, 0x1ba).zeros(2000).done())).isEmpty();
        assertThat(Measured.whole()).isEmpty();
    }

    static byte[] amr(int frames) {
        Bytes file = new Bytes().ascii("#!AMR\n");
        for (int i = 0; i < frames; i++) {
            file.be(1, 0x3c).zeros(31);
        }
        return file.done();
    }

    /** Frames of 60 bytes at 16 kHz. */
    static byte[] adts(int frames) {
        Bytes file = new Bytes();
        for (int i = 0; i < frames; i++) {
            file.be(2, 0xfff1)
                    .be(1, 8 << 2)
                    .be(1, 0)
                    .be(1, 60 >> 3)
                    .be(1, (60 & 7) << 5)
                    .be(1, 0)
                    .zeros(53);
        }
        return file.done();
    }
}
