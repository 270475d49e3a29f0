package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnknownFormatTest {
    @Test
    void what_is_no_audio_is_unknown() {
        assertThat(Measured.whole(
                        new Bytes().ascii("{\"not\": \"audio at all\"}").done()))
                .isEmpty();
        assertThat(Measured.whole(new Bytes().ascii("RIFF").done())).isEmpty();
        assertThat(Measured.whole(new Bytes().be(4, 0x1ba).zeros(2000).done())).isEmpty();
        assertThat(Measured.whole()).isEmpty();
    }

    @Test
    void audio_that_groq_does_not_take_is_unknown() {
        assertThat(Measured.whole(adts())).isEmpty();
        assertThat(Measured.whole(MpegProgramTest.ac3())).isEmpty();
        assertThat(Measured.whole(new Bytes().ascii("#!AMR\n").zeros(32_000).done()))
                .isEmpty();
    }

    /** AAC in frames of 60 bytes at 16 kHz, without a container. */
    private static byte[] adts() {
        Bytes file = new Bytes();
        for (int i = 0; i < 125; i++) {
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
