package io.groqmeter.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/**
 * The models that a batch's input requests, for lines whose answers do not name them: those about audio.
 *
 * @param lines by model
 */
public record BatchInput(Map<String, List<Line>> lines) {

    public BatchInput {
        lines = Map.copyOf(lines);
    }

    /**
     * A line, without its caller's own words.
     *
     * @param id the {@link #hash} of its {@code custom_id}
     * @param audio the hash of the URL its audio is fetched from; 0 when it names none
     */
    public record Line(long id, long audio) {}

    /** The first 64 bits of a text's SHA-256. */
    public static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
