package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MPEG program streams, as {@code .mpeg} and {@code .vob} files are (ISO 13818-1 §2.5): packs of packets. The payload of the first audio
 * stream is read by {@link Mp3} or {@link Ac3}; plain samples, as DVDs have them, are counted here.
 */
final class MpegProgram implements Container {
    static final int PACK = 0x1ba;
    private static final int END = 0x1b9;
    private static final int SYSTEM = 0x1bb;
    private static final int LAST_PACKET = 0x1ff;
    private static final int PRIVATE = 0x1bd;
    private static final int FIRST_AUDIO = 0x1c0;
    private static final int LAST_AUDIO = 0x1df;

    /** The longest header of a packet, its stuffing included. */
    private static final int PACKET_HEAD = 9 + 255 + 7;

    private static final int NONE = -1;
    private static final int[] SAMPLE_RATES = {48_000, 96_000, 44_100, 32_000};

    private @Nullable ContainerReader sound;
    private final PlayTime samples = new PlayTime();
    private int stream = NONE;
    private boolean plain;
    private int left; // bytes of the audio stream left in the packet

    @Override
    public void step(ByteCursor in) {
        if (left > 0 && sound != null) {
            left -= in.pass(left, sound::read);
            return;
        }
        if (!in.has(6)) {
            return;
        }
        int code = in.i32(0);
        if (code == PACK) {
            pack(in);
        } else if (code == END) {
            in.skip(4);
        } else if (code >= SYSTEM && code <= LAST_PACKET && in.u16(4) > 0) {
            packet(in, code, 6 + in.u16(4));
        } else {
            in.seek(0);
        }
    }

    private static void pack(ByteCursor in) {
        boolean second = in.u8(4) >> 6 == 1; // MPEG-2, which may be stuffed
        if (in.has(second ? 14 : 12)) {
            in.skip(second ? 14 + (in.u8(13) & 7) : 12);
        }
    }

    private void packet(ByteCursor in, int code, int size) {
        boolean audio = code >= FIRST_AUDIO && code <= LAST_AUDIO || code == PRIVATE;
        if (!audio) {
            in.skip(size);
            return;
        }
        if (!in.has(Math.min(size, PACKET_HEAD))) {
            return;
        }
        int seen = Math.min(size, PACKET_HEAD);
        int head = Math.min(headLength(in, seen), size);
        int found = code;
        if (code == PRIVATE) {
            if (head + 7 > seen) {
                in.skip(size);
                return;
            }
            found = in.u8(head);
            boolean pcm = found >= 0xa0 && found <= 0xaf;
            if (!pcm && !(found >= 0x80 && found <= 0x87 || found >= 0xc0 && found <= 0xcf)) { // AC-3, and enhanced
                in.skip(size);
                return;
            }
            plain = stream == NONE ? pcm : plain;
            if (pcm && (stream == NONE || stream == found)) {
                plainSamples(in.u8(head + 5), size - head - 7);
            }
            head += 4;
        }
        if (stream == NONE) {
            stream = found;
            sound = new ContainerReader(code == PRIVATE ? new Ac3() : new Mp3(0));
        }
        left = stream == found && !plain ? size - head : 0;
        in.skip(left > 0 ? head : size);
    }

    private void plainSamples(int format, int bytes) {
        int bits = 16 + 4 * (format >> 6);
        int channels = 1 + (format & 7);
        samples.add(8L * bytes / channels, (long) SAMPLE_RATES[format >> 4 & 3] * bits);
    }

    /** Length of the packet's header: of MPEG-2 it is told, of MPEG-1 it follows from its flags. */
    private static int headLength(ByteCursor in, int seen) {
        if (seen > 8 && in.u8(6) >> 6 == 2) {
            return 9 + in.u8(8);
        }
        int at = 6;
        while (at < seen && in.u8(at) == 0xff) {
            at++;
        }
        if (at < seen && in.u8(at) >> 6 == 1) { // the buffer's size
            at += 2;
        }
        int times = at < seen ? in.u8(at) >> 4 : 0;
        return at + (times == 2 ? 5 : times == 3 ? 10 : 1);
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        if (plain) {
            return Optional.of(samples.total()).filter(played -> !played.isZero());
        }
        return sound == null ? Optional.empty() : sound.duration();
    }
}
