package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mp3Test {
    /** MPEG-1 layer III, 128 kbit/s, 48 kHz, stereo: 384 bytes, 24 ms. */
    private static final int HEADER = 0xfffb9400;

    @ParameterizedTest
    @CsvSource({
        "fffb9400, 384, 24000000", // MPEG-1 layer III, 128 kbit/s, 48 kHz
        "fff36400, 144, 24000000", // MPEG-2 layer III, 48 kbit/s, 24 kHz
        "ffe348c0, 288, 72000000", // MPEG-2.5 layer III, 32 kbit/s, 8 kHz
        "fffd8400, 384, 24000000", // MPEG-1 layer II, 128 kbit/s, 48 kHz
        "ffff4400, 128, 8000000", // MPEG-1 layer I, 128 kbit/s, 48 kHz
        "fffb9600, 385, 24000000", // padded
    })
    void frames_of_every_version_and_layer_are_counted(String header, int length, long nanos) {
        byte[] frame = frame(Integer.parseUnsignedInt(header, 16), length);
        assertThat(Measured.whole(repeat(frame, 10))).contains(Duration.ofNanos(10 * nanos));
    }

    @Test
    void a_variable_bit_rate_is_as_exact_as_a_constant_one() {
        byte[] large = frame(0xfffbe400, 960);
        assertThat(Measured.whole(frame(HEADER, 384), large, frame(HEADER, 384), large))
                .contains(Duration.ofMillis(96));
    }

    @Test
    void tags_before_behind_and_between_are_not_sound() {
        byte[] id3 =
                new Bytes().ascii("ID3\u0004\0\0").be(4, 0x0000_0201).zeros(257).done();
        byte[] ape =
                new Bytes().ascii("APETAGEX").zeros(24).raw(frame(HEADER, 300)).done();
        byte[] id3v1 = new Bytes().ascii("TAG").zeros(125).done();
        byte[] sound = repeat(frame(HEADER, 384), 5);
        assertThat(Measured.whole(id3, sound, id3, sound, ape, id3v1)).contains(Duration.ofMillis(240));
    }

    @Test
    void a_header_frame_holds_no_sound_and_its_gapless_figures_are_taken_off() {
        byte[] tag = new Bytes()
                .ascii("Info")
                .be(4, 0xf)
                .be(4, 10)
                .zeros(108)
                .ascii("LAME3.100")
                .zeros(12)
                .be(3, 47 << 12 | 1009)
                .done();
        byte[] info = frame(HEADER, 384);
        System.arraycopy(tag, 0, info, 36, tag.length);
        byte[] sound = repeat(frame(HEADER, 384), 10);
        // With the 529 samples of every decoder: 576 before the sound and 480 behind it.
        assertThat(Measured.whole(info, sound)).contains(Duration.ofMillis(240 - 12 - 10));
        assertThat(Measured.whole(info, sound, info, sound))
                .as("joined: the padding at the seam is played, a second header frame is not")
                .contains(Duration.ofMillis(480 - 12));
        assertThat(Measured.whole(info, Measured.head(sound, 9 * 384)))
                .as("cut: the padding at the end is not there")
                .contains(Duration.ofMillis(216 - 12));
    }

    @Test
    void a_vbri_frame_holds_no_sound() {
        byte[] vbri = frame(HEADER, 384);
        System.arraycopy(new Bytes().ascii("VBRI").done(), 0, vbri, 36, 4);
        assertThat(Measured.whole(vbri, repeat(frame(HEADER, 384), 10))).contains(Duration.ofMillis(240));
    }

    @Test
    void files_of_different_rates_joined_end_to_end_are_summed() {
        assertThat(Measured.whole(repeat(frame(HEADER, 384), 10), repeat(frame(0xfff36400, 144), 10)))
                .contains(Duration.ofMillis(480));
    }

    @Test
    void a_file_cut_in_a_frame_plays_up_to_that_frame() {
        byte[] sound = repeat(frame(HEADER, 384), 10);
        assertThat(Measured.whole(Measured.head(sound, sound.length - 100))).contains(Duration.ofMillis(216));
        assertThat(Measured.whole(Arrays.copyOfRange(sound, 100, sound.length))).contains(Duration.ofMillis(216));
    }

    @Test
    void bytes_without_two_frames_in_a_row_are_no_mp3() {
        assertThat(Measured.whole(new byte[100_000])).isEmpty();
        assertThat(Measured.whole(frame(HEADER, 384), new byte[1000])).isEmpty();
        assertThat(Measured.whole(new byte[100_000], repeat(frame(HEADER, 384), 10)))
                .as("sound so far behind is no MP3 either")
                .isEmpty();
    }

    static byte[] sample() {
        return Bytes.join(
                new Bytes().ascii("ID3\u0003\0\0").be(4, 40).zeros(40).done(),
                repeat(frame(HEADER, 384), 12),
                new byte[50],
                repeat(frame(0xfff36400, 144), 9),
                new Bytes().ascii("TAG").zeros(125).done());
    }

    private static byte[] frame(int header, int length) {
        return new Bytes().be(4, header).zeros(length - 4).done();
    }

    private static byte[] repeat(byte[] frame, int times) {
        Bytes all = new Bytes();
        for (int i = 0; i < times; i++) {
            all.raw(frame);
        }
        return all.done();
    }
}
