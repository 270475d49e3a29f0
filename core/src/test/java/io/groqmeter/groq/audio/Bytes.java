package io.groqmeter.groq.audio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the fields that audio files are made of. */
final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Bytes raw(byte[]... parts) {
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return this;
    }

    Bytes zeros(int count) {
        return raw(new byte[count]);
    }

    /** Big-endian. */
    Bytes be(int length, long value) {
        for (int shift = 8 * (length - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >> shift));
        }
        return this;
    }

    /** Little-endian. */
    Bytes le(int length, long value) {
        for (int i = 0; i < length; i++) {
            out.write((int) (value >> 8 * i));
        }
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        return new Bytes().raw(parts).done();
    }
}
