package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MatroskaTest {
    private static final byte[] EBML = element(0x1A45DFA3, new byte[20]);
    private static final byte[] VIDEO = track(1, 1, "V_VP8", 0);
    private static final byte[] OPUS = track(2, 2, "A_OPUS", 0);
    private static final byte[] OTHER = track(3, 2, "A_OPUS", 0);
    /** One frame of 20 ms. */
    private static final int TOC = 0x98;

    private static final byte[] PCM = track(2, 2, "A_PCM", 20_000_000);

    @Test
    void of_opus_the_packets_are_played_and_not_the_pauses_between_them() {
        byte[] cluster = open(0x1F43B675, number(0xE7, 0), block(2, 0, TOC), block(2, 20, TOC), block(2, 9_000, 0x99));
        assertThat(Measured.whole(EBML, element(0x18538067, info(30), tracks(OPUS), cluster, cluster)))
                .contains(Duration.ofMillis(2 * (20 + 20 + 40)));
    }

    @Test
    void a_live_recording_lasts_to_the_end_of_its_last_block() {
        byte[] first = open(0x1F43B675, number(0xE7, 0), block(2, 0, TOC), block(2, 20, TOC));
        byte[] second = open(0x1F43B675, number(0xE7, 1_000), block(2, 0, TOC), block(2, 480, TOC));
        assertThat(Measured.whole(EBML, open(0x18538067, tracks(PCM), first, second)))
                .contains(Duration.ofMillis(1500));
    }

    @Test
    void the_first_audio_track_counts() {
        byte[] cluster = element(
                0x1F43B675,
                number(0xE7, 0),
                block(1, 9_000, 0),
                block(2, 0, TOC),
                block(3, 8_000, TOC),
                block(2, 980, TOC));
        assertThat(Measured.whole(EBML, element(0x18538067, info(9_000), tracks(VIDEO, PCM, OTHER), cluster)))
                .contains(Duration.ofSeconds(1));
    }

    @Test
    void the_headers_duration_bounds_what_the_blocks_tell() {
        byte[] vorbis = track(2, 2, "A_VORBIS", 0);
        byte[] cluster = element(0x1F43B675, number(0xE7, 0), block(2, 0, 1), block(2, 500, 1), block(2, 1_000, 1));
        assertThat(Measured.whole(EBML, element(0x18538067, info(1_234.5), tracks(vorbis), cluster)))
                .contains(Duration.ofNanos(1_234_500_000));
        assertThat(Measured.whole(EBML, element(0x18538067, tracks(vorbis), cluster)))
                .as("without it the last block is taken to be as long as the one before")
                .contains(Duration.ofMillis(1_500));
    }

    @Test
    void a_default_duration_counts_for_each_frame_of_a_lace() {
        byte[] pcm = track(2, 2, "A_PCM", 40_000_000);
        byte[] laced = element(
                0xA3,
                new Bytes()
                        .be(1, 0x82)
                        .be(2, 960)
                        .be(1, 0x02)
                        .be(1, 2)
                        .zeros(30)
                        .done());
        assertThat(Measured.whole(
                        EBML,
                        open(0x18538067, tracks(pcm), element(0x1F43B675, number(0xE7, 0), block(2, 0, 1), laced))))
                .contains(Duration.ofMillis(960 + 120));
    }

    @Test
    void what_the_codec_needs_before_and_the_encoder_added_behind_is_taken_off() {
        byte[] privateData = element(
                0x63A2,
                new Bytes().ascii("OpusHead").be(2, 0x0101).le(2, 480).zeros(7).done());
        byte[] opus = element(
                0xAE,
                number(0xD7, 2),
                number(0x83, 2),
                element(0x86, new Bytes().ascii("A_OPUS").done()),
                number(0x56AA, 7),
                privateData);
        byte[] last = element(
                0xA0,
                element(
                        0xA1,
                        new Bytes()
                                .be(1, 0x82)
                                .be(2, 1_000)
                                .be(1, 0)
                                .be(1, TOC)
                                .zeros(9)
                                .done()),
                element(0x75A2, new Bytes().be(4, 10_000_000).done()));
        assertThat(Measured.whole(
                        EBML,
                        open(0x18538067, tracks(opus), open(0x1F43B675, number(0xE7, 0), block(2, 0, TOC), last))))
                .contains(Duration.ofMillis(20));
    }

    @Test
    void the_timestamp_scale_is_applied() {
        byte[] info = element(0x1549A966, number(0x2AD7B1, 500_000));
        byte[] cluster = open(0x1F43B675, number(0xE7, 2_000), block(2, 0, TOC), block(2, 960, TOC));
        assertThat(Measured.whole(EBML, open(0x18538067, info, tracks(PCM), cluster)))
                .contains(Duration.ofMillis(500));
    }

    @Test
    void recordings_joined_end_to_end_are_summed_while_the_codec_stays() {
        byte[] cluster = open(0x1F43B675, number(0xE7, 0), block(2, 0, TOC), block(2, 980, TOC));
        for (byte[] track : new byte[][] {PCM, OPUS}) {
            Duration once = Duration.ofMillis(track == PCM ? 1_000 : 40);
            byte[] live = Bytes.join(EBML, open(0x18538067, tracks(track), cluster));
            byte[] stored = Bytes.join(EBML, element(0x18538067, info(2_000), tracks(VIDEO, track), cluster));
            byte[] vorbis = Bytes.join(EBML, open(0x18538067, tracks(track(2, 2, "A_VORBIS", 0)), cluster));
            assertThat(Measured.whole(live, live, live)).contains(once.multipliedBy(3));
            assertThat(Measured.whole(stored, live, stored)).contains(once.multipliedBy(3));
            assertThat(Measured.whole(live, vorbis, live)).contains(once.multipliedBy(2));
            assertThat(Measured.whole(live, Measured.head(EBML, 9), new byte[40], live))
                    .as("junk between them")
                    .contains(once.multipliedBy(2));
            assertThat(Measured.whole(live, cluster, cluster))
                    .as("clusters of another recording, without its header")
                    .contains(once.multipliedBy(3));
        }
    }

    @Test
    void without_an_audio_track_or_blocks_the_duration_is_unknown() {
        byte[] cluster = open(0x1F43B675, number(0xE7, 0), block(1, 0, 0), block(1, 90, 0));
        assertThat(Measured.whole(EBML, open(0x18538067, tracks(VIDEO), cluster)))
                .isEmpty();
        assertThat(Measured.whole(EBML, open(0x18538067, info(1_000), tracks(OPUS))))
                .isEmpty();
    }

    static byte[] sample() {
        byte[] cluster = element(
                0x1F43B675,
                number(0xE7, 100),
                block(1, 0, 0),
                block(2, 0, TOC),
                element(0xEC, new byte[300]),
                block(2, 20, TOC));
        byte[] live = open(0x1F43B675, number(0xE7, 7_000), block(2, 0, TOC), block(2, 20, TOC));
        return Bytes.join(EBML, open(0x18538067, info(9_000), tracks(VIDEO, OPUS, OTHER), cluster, live));
    }

    private static byte[] info(double duration) {
        return element(
                0x1549A966,
                number(0x2AD7B1, 1_000_000),
                element(
                        0x4489,
                        new Bytes().be(8, Double.doubleToLongBits(duration)).done()));
    }

    private static byte[] tracks(byte[]... entries) {
        return element(0x1654AE6B, entries);
    }

    private static byte[] track(int number, int type, String codec, long frameNanos) {
        byte[] known = frameNanos == 0 ? new byte[0] : number(0x23E383, frameNanos);
        return element(
                0xAE,
                number(0xD7, number),
                number(0x83, type),
                element(0x86, new Bytes().ascii(codec).done()),
                known);
    }

    private static byte[] block(int track, int timestamp, int firstByte) {
        return element(
                0xA3,
                new Bytes()
                        .be(1, 0x80 | track)
                        .be(2, timestamp)
                        .be(1, 0)
                        .be(1, firstByte)
                        .zeros(40)
                        .done());
    }

    private static byte[] number(int id, long value) {
        return element(id, new Bytes().be(8, value).done());
    }

    private static byte[] element(int id, byte[]... bodies) {
        byte[] body = Bytes.join(bodies);
        return new Bytes()
                .be(idLength(id), id)
                .be(4, 0x1000_0000 | body.length)
                .raw(body)
                .done();
    }

    /** An element of unknown size, as live recordings write them. */
    private static byte[] open(int id, byte[]... bodies) {
        return new Bytes()
                .be(idLength(id), id)
                .be(8, 0x01ff_ffff_ffff_ffffL)
                .raw(bodies)
                .done();
    }

    private static int idLength(int id) {
        return (39 - Integer.numberOfLeadingZeros(id)) / 8;
    }
}
