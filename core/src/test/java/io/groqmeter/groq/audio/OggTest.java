package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OggTest {
    private static final byte[] OPUS = new Bytes()
            .ascii("OpusHead")
            .be(2, 0x0101)
            .le(2, 312)
            .le(4, 16_000)
            .zeros(3)
            .done();
    private static final byte[] VORBIS = new Bytes()
            .ascii("\u0001vorbis")
            .zeros(4)
            .be(1, 1)
            .le(4, 44_100)
            .zeros(14)
            .done();
    private static final byte[] FLAC = new Bytes()
            .ascii("\u007fFLAC")
            .be(4, 0x01000001)
            .ascii("fLaC")
            .be(4, 34)
            .zeros(10)
            .be(8, 8_000L << 44)
            .zeros(16)
            .done();
    private static final byte[] VIDEO =
            new Bytes().ascii("\u0080theora").zeros(35).done();

    @Test
    void opus_counts_at_48_kHz_less_what_its_decoder_drops_at_the_start() {
        assertThat(Measured.whole(begin(1, OPUS), page(1, 960, 50), page(1, 48_312, 4000)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void vorbis_and_flac_count_at_their_own_rate() {
        assertThat(Measured.whole(begin(1, VORBIS), page(1, 4_410, 400), page(1, 88_200, 400)))
                .contains(Duration.ofSeconds(2));
        assertThat(Measured.whole(begin(1, FLAC), page(1, 4_000, 400), page(1, 12_000, 400)))
                .contains(Duration.ofMillis(1500));
    }

    @Test
    void the_first_audio_stream_among_several_counts() {
        assertThat(Measured.whole(
                        begin(7, VIDEO),
                        begin(1, OPUS),
                        begin(2, OPUS),
                        page(7, 999_999, 300),
                        page(1, 960, 40),
                        page(2, 480_312, 300),
                        page(1, 96_312, 300)))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void chained_streams_are_summed_while_the_codec_stays() {
        byte[] first = Bytes.join(begin(1, OPUS), page(1, 960, 40), page(1, 48_312, 40));
        byte[] again = Bytes.join(begin(2, OPUS), page(2, 960, 40), page(2, 24_312, 40));
        byte[] vorbis = Bytes.join(begin(3, VORBIS), page(3, 4_410, 40), page(3, 22_050, 40));
        assertThat(Measured.whole(first, again)).contains(Duration.ofMillis(1500));
        assertThat(Measured.whole(vorbis, vorbis)).contains(Duration.ofMillis(1000));
        assertThat(Measured.whole(first, vorbis, again)).contains(Duration.ofMillis(1500));
    }

    @Test
    void a_page_on_which_no_packet_ends_tells_nothing() {
        assertThat(Measured.whole(begin(1, OPUS), page(1, 960, 40), page(1, 48_312, 40), page(1, -1, 510)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void a_recording_cut_out_of_a_running_stream_counts_from_its_first_page() {
        assertThat(Measured.whole(begin(1, OPUS), page(1, 480_000_000, 40), page(1, 480_048_000, 40)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void a_page_that_was_cut_does_not_count() {
        byte[] file = Bytes.join(begin(1, OPUS), page(1, 960, 40), page(1, 48_312, 40), page(1, 96_312, 40));
        assertThat(Measured.whole(Measured.head(file, file.length - 1))).contains(Duration.ofSeconds(1));
    }

    @Test
    void junk_between_pages_is_passed_over() {
        assertThat(Measured.whole(
                        begin(1, OPUS),
                        page(1, 960, 40),
                        new Bytes().ascii("OggOggS junk").done(),
                        page(1, 48_312, 40)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void without_an_audio_stream_the_duration_is_unknown() {
        assertThat(Measured.whole(begin(7, VIDEO), page(7, 999, 300))).isEmpty();
    }

    static byte[] sample() {
        return Bytes.join(
                begin(7, VIDEO),
                begin(1, VORBIS),
                page(7, 9, 900),
                page(1, 4410, 2000),
                page(1, 44_100, 300),
                begin(3, OPUS),
                page(3, 960, 333),
                page(3, 48_312, 1));
    }

    private static byte[] begin(int serial, byte[] packet) {
        return page(serial, 2, 0, packet);
    }

    private static byte[] page(int serial, long granule, int bytes) {
        return page(serial, 0, granule, new byte[bytes]);
    }

    private static byte[] page(int serial, int flags, long granule, byte[] packet) {
        Bytes page = new Bytes()
                .ascii("OggS")
                .be(1, 0)
                .be(1, flags)
                .le(8, granule)
                .le(4, serial)
                .zeros(8)
                .be(1, packet.length / 255 + 1);
        for (int i = 0; i < packet.length / 255; i++) {
            page.be(1, 255);
        }
        return page.be(1, packet.length % 255).raw(packet).done();
    }
}
