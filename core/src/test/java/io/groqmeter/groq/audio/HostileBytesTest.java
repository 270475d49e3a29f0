package io.groqmeter.groq.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any bytes: no exception, an end, and the same answer however they are split. */
@Timeout(60)
class HostileBytesTest {
    private static final int ROUNDS = 200;
    private static final Map<String, byte[]> SAMPLES = samples();

    static Stream<String> containers() {
        return SAMPLES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("containers")
    void any_split_gives_the_duration_of_the_whole(String container) {
        byte[] file = sample(container);
        Random random = new Random(1);
        Optional<Duration> whole = Measured.whole(file);
        assertThat(whole).isPresent();
        for (int longest : new int[] {1, 2, 3, 7, 50, 400, 5_000}) {
            for (int round = 0; round < 10; round++) {
                assertThat(Measured.split(file, random, longest)).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("containers")
    void any_damage_is_survived_and_any_split_of_it_agrees(String container) {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = damaged(sample(container), random);
            String seen = container + " in round " + round;
            assertThatCode(() -> Measured.whole(file)).as(seen).doesNotThrowAnyException();
            Optional<Duration> whole = Measured.whole(file);
            assertThat(Measured.split(file, random, 1 + random.nextInt(600)))
                    .as(seen)
                    .isEqualTo(whole);
            whole.ifPresent(told -> assertThat(told).as(seen).isBetween(Duration.ZERO, Duration.ofDays(366)));
        }
    }

    @ParameterizedTest
    @MethodSource("containers")
    void a_cut_file_never_plays_a_packet_longer_than_the_whole(String container) {
        byte[] file = sample(container);
        Duration whole =
                Measured.whole(file).orElseThrow().plusMillis(60); // trimming may be told only behind the last packet
        for (int length = 0; length < file.length; length += 1 + file.length / 500) {
            Optional<Duration> cut = Measured.whole(Arrays.copyOf(file, length));
            assertThat(cut.orElse(Duration.ZERO))
                    .as("%s cut to %d bytes", container, length)
                    .isLessThanOrEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("containers")
    void a_header_followed_by_nothing_but_one_byte_is_read_to_its_end(String container) {
        for (int filler : new int[] {0x00, 0xff, 'O', 'f', 0x1f, 0xa3}) {
            byte[] flood = new byte[1 << 17];
            Arrays.fill(flood, (byte) filler);
            AudioMeter meter = new AudioMeter();
            meter.read(ByteBuffer.wrap(sample(container)));
            for (int i = 0; i < 2; i++) {
                meter.read(ByteBuffer.wrap(flood));
            }
            assertThatCode(meter::duration).doesNotThrowAnyException();
        }
    }

    /** Bytes changed, fields of extreme values written, parts taken out, doubled or cut off. */
    private static byte[] damaged(byte[] file, Random random) {
        byte[] damaged = file.clone();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            int at = random.nextInt(damaged.length);
            int end = at + random.nextInt(Math.min(damaged.length - at, 300) + 1);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> Arrays.fill(damaged, at, Math.min(at + 8, end), (byte) (random.nextBoolean() ? 0xff : 0));
                case 2 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 3 ->
                    damaged = Bytes.join(Arrays.copyOf(damaged, end), Arrays.copyOfRange(damaged, at, damaged.length));
                default ->
                    damaged = Bytes.join(
                            Arrays.copyOf(damaged, at), Arrays.copyOfRange(damaged, end, damaged.length), new byte[1]);
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 1)) : damaged;
    }

    private static byte[] sample(String container) {
        byte[] sample = SAMPLES.get(container);
        if (sample == null) {
            throw new AssertionError(container);
        }
        return sample;
    }

    private static Map<String, byte[]> samples() {
        Map<String, byte[]> samples = new TreeMap<>();
        samples.put("wav", WavTest.sample());
        samples.put("mp3", Mp3Test.sample());
        samples.put("flac", FlacTest.sample());
        samples.put("ogg", OggTest.sample());
        samples.put("mp4", Mp4Test.sample());
        samples.put("webm", MatroskaTest.sample());
        samples.put("mpeg", MpegProgramTest.sample());
        samples.put("mpeg with ac3", MpegProgramTest.sampleWithAc3());
        for (String name : EncodedFilesTest.NAMES) {
            samples.put(name, EncodedFilesTest.read(name));
        }
        return samples;
    }
}
