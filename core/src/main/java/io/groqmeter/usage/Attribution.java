package io.groqmeter.usage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The attribution of a call.
 *
 * @param key the caller's key by name or fingerprint, never the key itself; null when the caller sent none
 * @param project the project the call belongs to; null when unknown
 * @param user the person or customer behind the call; null when unknown
 * @param tags free labels; one without a name is dropped
 */
public record Attribution(
        @Nullable String key,
        @Nullable String project,
        @Nullable String user,
        Map<String, String> tags) {

    /**
     * The longest key, project, user, tag name or tag value that is kept, in UTF-16 units. Of a longer one the beginning is kept, and
     * a hash of the whole in place of the rest, so that two that begin alike stay two.
     */
    public static final int LONGEST_LABEL = 128;

    private static final Attribution NONE = new Attribution(null, null, null, Map.of());

    public Attribution {
        key = label(key);
        project = label(project);
        user = label(user);
        tags = tags.entrySet().stream()
                .filter(tag -> !tag.getKey().isBlank())
                .collect(Collectors.toUnmodifiableMap(
                        tag -> cut(tag.getKey()), tag -> cut(tag.getValue()), (first, second) -> first));
    }

    private static @Nullable String label(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return cut(text);
    }

    private static String cut(String text) {
        String trimmed = text.strip();
        if (trimmed.length() <= LONGEST_LABEL) {
            return trimmed;
        }
        String mark = "~" + hash(trimmed);
        int kept = LONGEST_LABEL - mark.length();
        boolean insideCharacter = Character.isHighSurrogate(trimmed.charAt(kept - 1));
        return trimmed.substring(0, insideCharacter ? kept - 1 : kept) + mark;
    }

    /** The first 48 bits of its SHA-256, in hexadecimal. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Calls of that project. */
    public static Attribution project(String project) {
        return new Attribution(null, project, null, Map.of());
    }

    /** Calls for that person or customer. */
    public static Attribution user(String user) {
        return new Attribution(null, null, user, Map.of());
    }

    /** Calls with that label. */
    public static Attribution tag(String name, String value) {
        return new Attribution(null, null, null, Map.of(name, value));
    }

    /** This attribution with the other's fields over it. */
    public Attribution and(Attribution more) {
        Map<String, String> both = new HashMap<>(tags);
        both.putAll(more.tags);
        return new Attribution(
                more.key != null ? more.key : key,
                more.project != null ? more.project : project,
                more.user != null ? more.user : user,
                both);
    }

    /** No attribution. */
    public static Attribution none() {
        return NONE;
    }
}
