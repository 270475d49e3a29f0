package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MpegProgramTest {
    private static final byte[] PACK_1 =
            new Bytes().be(4, 0x1ba).be(1, 0x21).zeros(7).done();
    private static final byte[] PACK_2 =
            new Bytes().be(4, 0x1ba).be(1, 0x44).zeros(8).be(1, 0xfa).zeros(2).done();
    private static final byte[] SYSTEM = packet(0xbb, new byte[12]);
    /** A frame of 24 ms: MPEG-1, layer 2, 128 kbit/s, 48 kHz. */
    private static final byte[] FRAME = new Bytes().be(4, 0xfffd8400).zeros(380).done();

    /** A frame of 32 ms: AC-3, 96 kbit/s, 48 kHz. */
    private static final byte[] AC3 =
            new Bytes().be(2, 0x0b77).zeros(2).be(1, 10).be(1, 0x40).zeros(378).done();

    @Test
    void the_first_sound_among_pictures_is_measured_wherever_its_packets_cut_its_frames() {
        byte[] sound = repeat(FRAME, 50);
        Bytes file = new Bytes().raw(PACK_2, SYSTEM);
        for (int at = 0; at < sound.length; at += 1_000) {
            byte[] piece = Arrays.copyOfRange(sound, at, Math.min(sound.length, at + 1_000));
            file.raw(second(0xe0, FRAME), second(0xc3, piece), second(0xc0, FRAME), PACK_2);
        }
        assertThat(Measured.whole(file.be(4, 0x1b9).done())).contains(Duration.ofMillis(1_200));
    }

    @Test
    void packets_of_mpeg_1_are_read_with_and_without_times_and_stuffing() {
        byte[] withTimes = packet(
                0xc0,
                new Bytes()
                        .be(3, 0xffffff)
                        .be(2, 0x4020)
                        .be(1, 0x31)
                        .zeros(9)
                        .raw(repeat(FRAME, 5))
                        .done());
        byte[] withTime = packet(
                0xc0, new Bytes().be(1, 0x21).zeros(4).raw(repeat(FRAME, 5)).done());
        byte[] without =
                packet(0xc0, new Bytes().be(1, 0x0f).raw(repeat(FRAME, 5)).done());
        assertThat(Measured.whole(PACK_1, SYSTEM, withTimes, PACK_1, withTime, new byte[5], PACK_1, without))
                .contains(Duration.ofMillis(360));
    }

    @Test
    void files_joined_end_to_end_are_summed() {
        byte[] file = new Bytes()
                .raw(PACK_2, second(0xc0, repeat(FRAME, 25)))
                .be(4, 0x1b9)
                .done();
        assertThat(Measured.whole(file, file)).contains(Duration.ofMillis(1_200));
    }

    @Test
    void ac3_and_plain_samples_of_a_dvd_are_measured_and_its_subtitles_are_not() {
        byte[] subtitle = second(0xbd, new Bytes().be(1, 0x20).zeros(100).done());
        byte[] ac3 = ac3Packet();
        byte[] plain = second(
                0xbd,
                new Bytes()
                        .be(1, 0xa0)
                        .zeros(4)
                        .be(1, 1)
                        .be(1, 0x80)
                        .zeros(19_200)
                        .done());
        assertThat(Measured.whole(PACK_2, subtitle, ac3, plain, ac3)).contains(Duration.ofMillis(640));
        assertThat(Measured.whole(PACK_2, subtitle, plain, ac3)).contains(Duration.ofMillis(100));
    }

    @Test
    void without_sound_the_duration_is_unknown() {
        assertThat(Measured.whole(PACK_2, SYSTEM, second(0xe0, new byte[500]))).isEmpty();
    }

    static byte[] sample() {
        return Bytes.join(
                PACK_2,
                SYSTEM,
                second(0xe0, FRAME),
                second(0xc0, repeat(FRAME, 9)),
                PACK_2,
                second(0xc0, repeat(FRAME, 9)));
    }

    static byte[] sampleWithAc3() {
        return Bytes.join(PACK_2, SYSTEM, second(0xe0, FRAME), ac3Packet(), PACK_2, ac3Packet());
    }

    private static byte[] ac3Packet() {
        return second(
                0xbd,
                new Bytes().be(1, 0x80).be(1, 10).be(2, 1).raw(repeat(AC3, 10)).done());
    }

    static byte[] ac3() {
        return repeat(AC3, 20);
    }

    private static byte[] second(int stream, byte[] payload) {
        return packet(
                stream,
                new Bytes()
                        .be(1, 0x80)
                        .be(1, 0x80)
                        .be(1, 5)
                        .zeros(5)
                        .raw(payload)
                        .done());
    }

    private static byte[] packet(int stream, byte[] body) {
        return new Bytes().be(4, 0x100 | stream).be(2, body.length).raw(body).done();
    }

    private static byte[] repeat(byte[] frame, int times) {
        Bytes all = new Bytes();
        for (int i = 0; i < times; i++) {
            all.raw(frame);
        }
        return all.done();
    }
}
