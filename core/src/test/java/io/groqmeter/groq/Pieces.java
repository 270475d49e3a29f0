package io.groqmeter.groq;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ways a network cuts a body. Every other piece is a direct buffer, as a server's are. */
public final class Pieces {

    private Pieces() {}

    public static List<ByteBuffer> whole(byte[] body) {
        return List.of(ByteBuffer.wrap(body));
    }

    public static List<ByteBuffer> bytes(byte[] body) {
        List<ByteBuffer> pieces = new ArrayList<>(body.length);
        for (int i = 0; i < body.length; i++) {
            pieces.add(ByteBuffer.wrap(body, i, 1));
        }
        return pieces;
    }

    /** Pieces of 1 to {@code longest} bytes. */
    public static List<ByteBuffer> ofAtMost(int longest, byte[] body, Random random) {
        List<ByteBuffer> pieces = new ArrayList<>();
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body);
        int at = 0;
        while (at < body.length) {
            int length = Math.min(body.length - at, 1 + random.nextInt(longest));
            pieces.add(
                    pieces.size() % 2 == 0
                            ? ByteBuffer.wrap(body, at, length)
                            : direct.duplicate().limit(at + length).position(at));
            at += length;
        }
        return pieces;
    }
}
