package io.groqmeter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes hostile bytes out of sound ones: cut, doubled, spliced, sprinkled with what breaks readers. The same seed makes the same
 * bytes. Not thread-safe.
 */
final class HostileBytes {

    private static final List<String> BREAKERS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "\\u",
            "\\ud83d",
            ":",
            ",",
            "\n",
            "\r",
            "\r\n\r\n",
            ": comment\n",
            "data:",
            "data: [DONE]\n\n",
            "event: error\n",
            "null",
            "true",
            "-1",
            "-0",
            "1e999999999",
            "1e-999999999",
            "NaN",
            "99999999999999999999",
            "9223372036854775808",
            "0.0000000000000000001",
            "\"12\"",
            "\"usage\":",
            "\"prompt_tokens\":-5,",
            "\"completion_tokens\":\"7\",",
            "\"usage\":{\"prompt_tokens\":100000001},",
            "\0",
            "\uFEFF",
            "é",
            "漢",
            "😀",
            "--b\r\n",
            "--b--",
            "Content-Disposition: form-data; name=\"file\"\r\n\r\n",
            "\"cost_usd\":1e400,",
            "\"timestamp\":\"2026-13-45T99:99:99\",",
            "\"model\":null,",
            "\"from\":\"9999-99-99\",");

    private final Random random;

    HostileBytes(Random random) {
        this.random = random;
    }

    /** One of them, damaged one to four times; now and then a bomb instead. */
    byte[] from(List<byte[]> sound) {
        if (random.nextInt(50) == 0) {
            return bomb(random.nextInt(10_000) == 0 ? 10 << 20 : 1 << random.nextInt(14));
        }
        byte[] bytes = sound.get(random.nextInt(sound.size()));
        for (int times = random.nextInt(4); times >= 0; times--) {
            bytes = damaged(bytes, sound);
        }
        return bytes;
    }

    private byte[] damaged(byte[] bytes, List<byte[]> sound) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(40));
        return switch (random.nextInt(8)) {
            case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt()}, bytes, to);
            case 1 -> joined(bytes, at, new byte[0], bytes, to);
            case 2 -> joined(bytes, to, new byte[0], bytes, at);
            case 3, 4 -> joined(bytes, at, breaker(), bytes, at);
            case 5 -> flipped(bytes, at);
            case 6 -> Arrays.copyOf(bytes, at);
            default -> spliced(bytes, at, sound.get(random.nextInt(sound.size())));
        };
    }

    private byte[] breaker() {
        return BREAKERS.get(random.nextInt(BREAKERS.size())).getBytes(UTF_8);
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        for (int i = at; i < Math.min(bytes.length, at + 1 + random.nextInt(8)); i++) {
            flipped[i] = (byte) (random.nextBoolean() ? 0xff : flipped[i] ^ 1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] spliced(byte[] bytes, int at, byte[] other) {
        return joined(bytes, at, new byte[0], other, random.nextInt(other.length + 1));
    }

    /** Nesting, one endless line, or one breaker over and over. */
    private byte[] bomb(int size) {
        byte[] unit =
                switch (random.nextInt(4)) {
                    case 0 -> "[".getBytes(UTF_8);
                    case 1 -> "{\"usage\":".getBytes(UTF_8);
                    case 2 -> "x".getBytes(UTF_8);
                    default -> breaker();
                };
        ByteArrayOutputStream bomb = new ByteArrayOutputStream(size + 64);
        bomb.writeBytes((random.nextBoolean() ? "data: {\"choices\":" : "[").getBytes(UTF_8));
        while (bomb.size() < size) {
            bomb.writeBytes(unit);
        }
        return bomb.toByteArray();
    }

    private static byte[] joined(byte[] first, int to, byte[] middle, byte[] last, int from) {
        byte[] joined = Arrays.copyOf(first, to + middle.length + last.length - from);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(last, from, joined, to + middle.length, last.length - from);
        return joined;
    }
}
