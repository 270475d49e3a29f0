package io.groqmeter.groq.audio;

import java.time.Duration;
import java.util.Optional;

/**
 * Ogg: Opus, Vorbis, FLAC or Speex; the last page's granule position is the number of samples played.
 *
 * <p>Of streams side by side the first audio stream counts; streams one after the other (chained) are summed while the codec stays, as
 * decoders play them. A recording that was
 * cut out of a running stream starts at a high position: it is counted from the end of its first page on.
 */
final class Ogg implements Container {
    private static final int CAPTURE = 0x4f676753; // "OggS"
    private static final int HEADER = 27;

    /** Bytes of a stream's first packet that hold its codec and rate. */
    private static final int IDENTIFICATION = 40;

    private final PlayTime earlier = new PlayTime();
    private boolean found;
    private boolean opening;
    private int serial;
    private long sampleRate;
    private long longestPacket;
    private long preSkip;
    private long first;
    private long last;
    private long lastButOne;
    private boolean anySound;

    @Override
    public void step(ByteCursor in) {
        if (in.u8(0) != 'O') {
            in.seek('O');
            return;
        }
        if (!in.has(HEADER)) {
            return;
        }
        int segments = in.u8(26);
        if (in.i32(0) != CAPTURE || in.u8(4) != 0) {
            in.seek('O');
            return;
        }
        if (!in.has(HEADER + segments)) {
            return;
        }
        int body = 0;
        int packets = 0;
        for (int i = 0; i < segments; i++) {
            int lace = in.u8(HEADER + i);
            body += lace;
            packets += lace < 255 ? 1 : 0;
        }
        boolean begins = (in.u8(5) & 2) != 0;
        if (begins && !in.has(HEADER + segments + Math.min(body, IDENTIFICATION))) {
            return;
        }
        if (begins) {
            begin(in, HEADER + segments, Math.min(body, IDENTIFICATION));
        } else {
            opening = false;
            page(in, packets);
        }
        in.skip((long) HEADER + segments + body);
    }

    /** A page that begins a stream: the first one of a link in the chain that is audio is the one that counts. */
    private void begin(ByteCursor in, int packet, int length) {
        if (!opening) {
            closeLink();
            opening = true;
        }
        if (found) {
            return;
        }
        if (length >= 19 && in.says(packet, "OpusHead")) {
            open(in, OpusPacket.RATE, OpusPacket.LONGEST);
            preSkip = found ? in.u16le(packet + 10) : 0;
        } else if (length >= 30 && in.says(packet, "\u0001vorbis")) {
            open(in, in.u32le(packet + 12), 8192);
        } else if (length >= 40 && in.says(packet, "\u007fFLAC")) {
            open(in, in.u32(packet + 27) >> 12, 65_536);
        } else if (length >= 40 && in.says(packet, "Speex   ")) {
            open(in, in.u32le(packet + 36), 640 * 64);
        }
    }

    private void open(ByteCursor in, long rate, long longest) {
        if (longestPacket != 0 && longest != longestPacket) { // another codec than before
            return;
        }
        found = true;
        serial = in.i32(14);
        sampleRate = rate;
        longestPacket = longest;
        preSkip = 0;
        first = 0;
        last = 0;
        lastButOne = 0;
        anySound = false;
    }

    private void page(ByteCursor in, int packets) {
        long granule = in.i64le(6);
        if (!found || in.i32(14) != serial || granule <= 0) { // -1: no packet ends here; 0: headers
            return;
        }
        if (!anySound) {
            first = granule > packets * longestPacket ? granule : 0;
            anySound = true;
        }
        lastButOne = last;
        last = Math.max(last, granule);
    }

    private void closeLink() {
        if (found) {
            earlier.add(linkSamples(last), sampleRate);
        }
        found = false;
    }

    private long linkSamples(long played) {
        return Math.max(0, played - first - (first == 0 ? preSkip : 0));
    }

    @Override
    public Optional<Duration> duration(ByteCursor end) {
        Duration before = earlier.total();
        if (!found) {
            return before.isZero() ? Optional.empty() : Optional.of(before);
        }
        boolean cutPage = end.owed() > 0;
        return PlayTime.of(linkSamples(cutPage ? lastButOne : last), sampleRate).map(before::plus);
    }
}
