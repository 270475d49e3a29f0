package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlacTest {
    @Test
    void the_number_of_samples_stands_in_the_header() {
        assertThat(Measured.whole(header(16_000, 24_000))).contains(Duration.ofMillis(1500));
    }

    @Test
    void without_it_the_frames_are_counted() {
        assertThat(Measured.whole(header(16_000, 0), frames(0, 200), frame(200, 1000)))
                .contains(Duration.ofMillis(51_262).plusNanos(500_000));
    }

    @Test
    void a_file_that_was_cut_plays_what_is_there() {
        assertThat(Measured.whole(header(16_000, 4096 * 1000), frames(0, 125))).contains(Duration.ofSeconds(32));
    }

    @Test
    void frames_that_carry_on_after_a_gap_count_and_look_alikes_do_not() {
        byte[] lookAlike = frame(9_000, 4096);
        assertThat(Measured.whole(header(16_000, 0), frames(0, 50), lookAlike, frames(75, 125)))
                .contains(Duration.ofMillis(25_600));
    }

    @Test
    void files_joined_end_to_end_are_summed_while_the_rate_stays() {
        byte[] second = Bytes.join(header(16_000, 4096 * 25), frames(0, 25));
        assertThat(Measured.whole(header(16_000, 4096 * 125), frames(0, 125), second, second))
                .contains(Duration.ofMillis(32_000 + 2 * 6_400));
        assertThat(Measured.whole(header(16_000, 0), frames(0, 125), header(8_000, 0), frames(0, 25)))
                .as("a decoder that began at one rate does not play another")
                .contains(Duration.ofSeconds(32));
        assertThat(Measured.whole(header(16_000, 4096 * 125), frames(0, 125), frames(0, 25)))
                .as("joined without its header")
                .contains(Duration.ofMillis(38_400));
    }

    @Test
    void a_frame_whose_checksum_fails_is_none() {
        byte[] broken = frame(2, 4096);
        broken[5] ^= 1;
        assertThat(Measured.whole(header(16_000, 0), frames(0, 2), broken)).contains(Duration.ofMillis(512));
    }

    @Test
    void tags_and_pictures_before_the_sound_are_passed_over() {
        byte[] id3 = new Bytes().ascii("ID3\u0004\0\0").be(4, 20).zeros(20).done();
        assertThat(Measured.whole(id3, header(16_000, 16_000))).contains(Duration.ofSeconds(1));
    }

    @Test
    void without_samples_or_rate_the_duration_is_unknown() {
        assertThat(Measured.whole(header(16_000, 0))).isEmpty();
        assertThat(Measured.whole(header(0, 16_000))).isEmpty();
    }

    static byte[] sample() {
        return Bytes.join(header(16_000, 0), frames(0, 150), frame(150, 77));
    }

    private static byte[] header(int rate, long samples) {
        byte[] streamInfo = new Bytes()
                .be(2, 4096)
                .be(2, 4096)
                .zeros(6)
                .be(8, (long) rate << 44 | 15L << 36 | samples)
                .zeros(16)
                .done();
        byte[] picture = new Bytes().be(1, 0x86).be(3, 5000).zeros(5000).done();
        return new Bytes()
                .ascii("fLaC")
                .be(1, 0)
                .be(3, 34)
                .raw(streamInfo, picture)
                .done();
    }

    private static byte[] frames(int from, int to) {
        Bytes all = new Bytes();
        for (int number = from; number < to; number++) {
            all.raw(frame(number, 4096));
        }
        return all.done();
    }

    /** A frame of a fixed-size stream; its number in UTF-8 as in the wild, its sound a few bytes that hold false sync codes. */
    private static byte[] frame(int number, int samples) {
        Bytes head =
                new Bytes().be(2, 0xfff8).be(1, samples == 4096 ? 0xc5 : 0x75).be(1, 0x08);
        head.raw(Character.toString(number).getBytes(StandardCharsets.UTF_8));
        if (samples != 4096) {
            head.be(2, samples - 1);
        }
        int crc = 0;
        for (byte b : head.done()) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc & 0x80) != 0 ? 0x107 : 0);
            }
        }
        return head.be(1, crc).be(8, 0xffff_fff8_c508_0011L).zeros(3).done();
    }
}
