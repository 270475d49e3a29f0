package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
    private static final byte[] FORMAT = chunk("fmt ", 16, format(1, 16_000, 32_000, 2));

    @Test
    void the_duration_is_the_data_divided_by_the_byte_rate() {
        assertThat(Measured.whole(file("RIFF"), FORMAT, data(40_000, 40_000))).contains(Duration.ofMillis(1250));
    }

    @Test
    void chunks_around_the_data_are_not_sound() {
        byte[] list = chunk("LIST", 5, new byte[6]);
        assertThat(Measured.whole(file("RIFF"), list, FORMAT, list, data(32_000, 32_000), list))
                .contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xffff_ffffL, 4_000_000})
    void a_data_size_that_is_unknown_or_too_large_means_the_bytes_that_passed(long told) {
        assertThat(Measured.whole(file("RIFF"), FORMAT, data(told, 48_000))).contains(Duration.ofMillis(1500));
    }

    @Test
    void rf64_tells_its_data_size_apart() {
        byte[] ds64 =
                chunk("ds64", 28, new Bytes().le(8, 0).le(8, 64_000).le(12, 0).done());
        byte[] tail = chunk("LIST", 500, new byte[500]);
        assertThat(Measured.whole(file("BW64"), ds64, FORMAT, data(0xffff_ffffL, 64_000), tail))
                .contains(Duration.ofSeconds(2));
        assertThat(Measured.whole(file("RF64"), ds64, FORMAT, data(0xffff_ffffL, 64_000), tail))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void compressed_sound_is_as_long_as_its_fact_chunk_says_if_it_is_whole() {
        byte[] adpcm = chunk("fmt ", 20, Bytes.join(format(0x11, 8_000, 4_055, 256), new byte[4]));
        byte[] fact = chunk("fact", 4, new Bytes().le(4, 12_000).done());
        assertThat(Measured.whole(file("RIFF"), adpcm, fact, data(6_144, 6_144)))
                .contains(Duration.ofMillis(1500));
        assertThat(Measured.whole(file("RIFF"), adpcm, fact, data(6_144, 4_055)))
                .contains(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({
        // tag, channels, bits, block size, bytes a second that are played
        "1, 1, 16, 4, 32000",
        "1, 1, 16, 1, 32000",
        "1, 1, 16, 0, 32000",
        "1, 2, 16, 2, 64000",
        "1, 1, 8, 2, 16000",
        "1, 1, 12, 1, 32000",
        "1, 1, 20, 4, 48000",
        "1, 1, 24, 4, 64000",
        "1, 2, 24, 2, 96000",
        "3, 1, 32, 2, 64000",
        "6, 1, 16, 2, 16000",
        "7, 1, 16, 2, 16000",
    })
    void a_wrong_block_size_or_byte_rate_changes_nothing(int tag, int channels, int bits, int block, int played) {
        byte[] format = new Bytes()
                .le(2, tag)
                .le(2, channels)
                .le(4, 16_000)
                .le(4, 16_000L * block)
                .le(2, block)
                .le(2, bits)
                .done();
        assertThat(Measured.whole(file("RIFF"), chunk("fmt ", 16, format), data(3L * played, 3 * played)))
                .contains(Duration.ofSeconds(3));
    }

    @Test
    void an_extensible_format_is_what_its_sub_format_says() {
        byte[] aLaw = extensible(8, 2, 6);
        assertThat(Measured.whole(file("RIFF"), aLaw, data(32_000, 32_000))).contains(Duration.ofSeconds(2));
        byte[] adpcm = extensible(4, 8_110, 0x11);
        assertThat(Measured.whole(file("RIFF"), adpcm, data(32_000, 32_000)))
                .as("compressed: its byte rate tells")
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void without_a_format_or_data_the_duration_is_unknown() {
        assertThat(Measured.whole(file("RIFF"), data(100, 100))).isEmpty();
        assertThat(Measured.whole(file("RIFF"), FORMAT)).isEmpty();
        assertThat(Measured.whole(file("RIFF"), chunk("fmt ", 16, format(1, 0, 0, 0)), data(100, 100)))
                .isEmpty();
    }

    static byte[] sample() {
        return Bytes.join(
                file("RIFF"), chunk("LIST", 3, new byte[4]), FORMAT, data(9_600, 9_600), chunk("id3 ", 8, new byte[8]));
    }

    private static byte[] file(String magic) {
        return new Bytes().ascii(magic).le(4, 0xffff_ffffL).ascii("WAVE").done();
    }

    private static byte[] format(int tag, int rate, int byteRate, int blockAlign) {
        return new Bytes()
                .le(2, tag)
                .le(2, 1)
                .le(4, rate)
                .le(4, byteRate)
                .le(2, blockAlign)
                .le(2, 16)
                .done();
    }

    private static byte[] extensible(int bits, int block, int subFormat) {
        return chunk(
                "fmt ",
                40,
                new Bytes()
                        .le(2, 0xfffe)
                        .le(2, 1)
                        .le(4, 16_000)
                        .le(4, 32_000)
                        .le(2, block)
                        .le(2, bits)
                        .le(2, 22)
                        .zeros(6)
                        .le(2, subFormat)
                        .zeros(14)
                        .done());
    }

    private static byte[] data(long told, int bytes) {
        return chunk("data", told, new byte[bytes]);
    }

    private static byte[] chunk(String id, long size, byte[] body) {
        return new Bytes().ascii(id).le(4, size).raw(body).done();
    }
}
