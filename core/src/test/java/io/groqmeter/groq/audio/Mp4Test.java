package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class Mp4Test {
    private static final byte[] FTYP = box("ftyp", new byte[16]);
    private static final byte[] MDAT = box("mdat", new byte[5000]);

    @Test
    void the_duration_is_that_of_the_first_audio_track_wherever_the_header_stands() {
        byte[] moov = moov(
                track(1, "vide", 600, 6000, 600 * 90),
                track(2, "soun", 8_000, 20_000, 20_000),
                track(3, "soun", 8_000, 1, 1));
        assertThat(Measured.whole(FTYP, moov, MDAT)).contains(Duration.ofMillis(2500));
        assertThat(Measured.whole(FTYP, MDAT, moov)).contains(Duration.ofMillis(2500));
    }

    @Test
    void sizes_of_64_bits_and_up_to_the_end_of_the_file_are_understood() {
        byte[] moov = moov(track(1, "soun", 8_000, 8_000, 8_000));
        byte[] large =
                new Bytes().be(4, 1).ascii("mdat").be(8, 16 + 5000).zeros(5000).done();
        byte[] open = new Bytes().be(4, 0).ascii("mdat").zeros(5000).done();
        assertThat(Measured.whole(FTYP, large, moov)).contains(Duration.ofSeconds(1));
        assertThat(Measured.whole(FTYP, moov, open)).contains(Duration.ofSeconds(1));
    }

    @Test
    void times_of_64_bits_are_understood() {
        byte[] mdhd = full(
                "mdhd",
                1,
                new Bytes().zeros(16).be(4, 8_000).be(8, 12_000).zeros(4).done());
        byte[] moov = moov(box("trak", tkhd(1), box("mdia", mdhd, hdlr("soun"))));
        assertThat(Measured.whole(FTYP, moov)).contains(Duration.ofMillis(1500));
    }

    @Test
    void the_edit_list_takes_off_priming_and_padding() {
        byte[] priming = elst(2_000, 800);
        byte[] cut = elst(1_000, 800);
        byte[] pause = elst(5_000, -1);
        assertThat(Measured.whole(FTYP, moov(edited(priming)))).contains(Duration.ofSeconds(2));
        assertThat(Measured.whole(FTYP, moov(edited(cut)))).contains(Duration.ofSeconds(1));
        assertThat(Measured.whole(FTYP, moov(edited(pause)))).contains(Duration.ofMillis(2100));
    }

    @Test
    void fragments_are_summed_by_their_own_or_default_sample_durations() {
        byte[] trex = full(
                "trex", 0, new Bytes().be(4, 2).be(4, 1).be(4, 1_000).zeros(8).done());
        byte[] other =
                full("trex", 0, new Bytes().be(4, 1).be(4, 1).be(4, 9).zeros(8).done());
        byte[] moov = moov(track(1, "vide", 600, 0, 0), track(2, "soun", 8_000, 0, 0), box("mvex", other, trex));
        byte[] trexRun = box("moof", box("traf", tfhd(2, 0, 0), trun(0, 8)));
        byte[] tfhdRun =
                box("moof", box("traf", tfhd(1, 8, 9_999), trun(0, 100)), box("traf", tfhd(2, 8, 500), trun(0, 8)));
        byte[] ownRun = box("moof", box("traf", tfhd(2, 0, 0), trun(0x305, 3, 100, 200, 3_700)));
        assertThat(Measured.whole(FTYP, moov, trexRun, MDAT, tfhdRun, MDAT, ownRun, MDAT))
                .contains(Duration.ofSeconds(2));
    }

    @Test
    void a_header_with_samples_of_its_own_adds_to_the_fragments() {
        byte[] moov = moov(track(2, "soun", 8_000, 99_999, 4_000));
        byte[] moof = box("moof", box("traf", tfhd(2, 8, 1_000), trun(0, 4)));
        assertThat(Measured.whole(FTYP, moov, moof)).contains(Duration.ofSeconds(1));
    }

    @Test
    void a_file_without_an_audio_track_or_header_is_unknown() {
        assertThat(Measured.whole(FTYP, moov(track(1, "vide", 600, 600, 600)))).isEmpty();
        assertThat(Measured.whole(FTYP, MDAT)).isEmpty();
        byte[] moov = moov(track(1, "soun", 600, 600, 600));
        assertThat(Measured.whole(FTYP, Measured.head(moov, moov.length - 20))).isEmpty();
    }

    @Test
    void boxes_that_lie_about_their_size_break_nothing() {
        byte[] sound = track(1, "soun", 8_000, 8_000, 8_000);
        byte[] tooSmall = new Bytes().be(4, 7).ascii("free").zeros(64).done();
        byte[] giant = new Bytes()
                .be(4, 1)
                .ascii("stts")
                .be(8, Long.MAX_VALUE)
                .zeros(64)
                .done();
        byte[] negative = new Bytes().be(4, 1).ascii("free").be(8, -1).zeros(64).done();
        for (byte[] lie : new byte[][] {tooSmall, giant, negative}) {
            assertThat(Measured.whole(FTYP, moov(sound, box("udta", lie), lie))).contains(Duration.ofSeconds(1));
        }
        byte[] nested = sound;
        for (int i = 0; i < 100; i++) {
            nested = box("traf", nested);
        }
        assertThat(Measured.whole(FTYP, moov(sound, nested), nested)).contains(Duration.ofSeconds(1));
        byte[] years = moov(track(1, "soun", 1, 0xffff_fffeL, 0xffff_fffeL));
        assertThat(Measured.whole(FTYP, years)).as("136 years are no upload").isEmpty();
    }

    static byte[] sample() {
        byte[] moov = moov(track(1, "vide", 600, 0, 0), track(2, "soun", 8_000, 4_000, 4_000));
        byte[] moof = box("moof", box("traf", tfhd(2, 8, 500), trun(0x301, 3, 100, 200, 3_700)));
        return Bytes.join(FTYP, moov, MDAT, moof, box("mdat", new byte[600]), moof);
    }

    private static byte[] moov(byte[]... boxes) {
        byte[] mvhd = full(
                "mvhd",
                0,
                new Bytes().zeros(8).be(4, 1_000).be(4, 90_000).zeros(80).done());
        return box("moov", mvhd, Bytes.join(boxes));
    }

    private static byte[] track(int id, String handler, int timescale, long duration, long samples) {
        byte[] mdhd = full(
                "mdhd",
                0,
                new Bytes().zeros(8).be(4, timescale).be(4, duration).zeros(4).done());
        byte[] stts = samples == 0
                ? full("stts", 0, new Bytes().be(4, 0).done())
                : full(
                        "stts",
                        0,
                        new Bytes()
                                .be(4, 2)
                                .be(4, samples - 1)
                                .be(4, 1)
                                .be(4, 1)
                                .be(4, 1)
                                .done());
        return box(
                "trak",
                tkhd(id),
                box("mdia", mdhd, hdlr(handler), box("minf", box("stbl", stts, box("stsz", new byte[40])))));
    }

    private static byte[] edited(byte[] elst) {
        byte[] mdhd = full(
                "mdhd",
                0,
                new Bytes().zeros(8).be(4, 8_000).be(4, 16_800).zeros(4).done());
        return box("trak", tkhd(1), box("edts", elst), box("mdia", mdhd, hdlr("soun")));
    }

    private static byte[] elst(long duration, int mediaTime) {
        return full(
                "elst",
                0,
                new Bytes()
                        .be(4, 1)
                        .be(4, duration)
                        .be(4, mediaTime)
                        .be(4, 0x10000)
                        .done());
    }

    private static byte[] tkhd(int id) {
        return full("tkhd", 0, new Bytes().zeros(8).be(4, id).zeros(68).done());
    }

    private static byte[] hdlr(String handler) {
        return full("hdlr", 0, new Bytes().be(4, 0).ascii(handler).zeros(13).done());
    }

    private static byte[] tfhd(int track, int flags, int defaultDuration) {
        Bytes body = new Bytes().be(4, track);
        return full("tfhd", 0, flags, (flags == 8 ? body.be(4, defaultDuration) : body).done());
    }

    private static byte[] trun(int flags, int count, int... durations) {
        Bytes body = new Bytes().be(4, count).zeros(4 * Integer.bitCount(flags & 5));
        for (int duration : durations) {
            body.be(4, duration).zeros((flags & 0x200) != 0 ? 4 : 0);
        }
        return full("trun", 0, flags, body.done());
    }

    private static byte[] full(String type, int version, byte[] body) {
        return full(type, version, 0, body);
    }

    private static byte[] full(String type, int version, int flags, byte[] body) {
        return box(type, new Bytes().be(1, version).be(3, flags).raw(body).done());
    }

    private static byte[] box(String type, byte[]... bodies) {
        byte[] body = Bytes.join(bodies);
        return new Bytes().be(4, 8 + body.length).ascii(type).raw(body).done();
    }
}
