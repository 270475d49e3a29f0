package io.groqmeter.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key given to an app or a person, as it is kept: everything but its text.
 *
 * @param name its caller's name in records; never reused for another key
 * @param hash of its text
 * @param replaced the one before the latest rotation; null when there is none
 * @param project the project of its calls, which overrides theirs; null leaves it to them
 * @param user the person or customer of its calls, which overrides theirs; null leaves it to them
 * @param models the only models it may ask for, by their exact ids; empty for all
 * @param createdAt when it was made
 * @param expiresAt from when on it is not valid any more; null for never
 * @param revokedAt when it was revoked; null while it is not
 * @param secret the fingerprint of the secret its hash was made under; null where an older groqmeter made it
 */
public record CallerKey(
        String name,
        KeyHash hash,
        @Nullable Replaced replaced,
        @Nullable String project,
        @Nullable String user,
        Set<String> models,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String secret) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /**
     * The text before a rotation, which is valid a while longer.
     *
     * @param hash of it
     * @param until when it ends to be valid, exclusive
     */
    public record Replaced(KeyHash hash, Instant until) {}

    /** Whether a key lets its caller in. */
    public enum State {
        VALID,
        EXPIRED,
        REVOKED
    }

    /** @throws IllegalArgumentException when the name cannot be one */
    public CallerKey {
        checkName(name);
        models = Set.copyOf(models);
    }

    /**
     * Checks a name for a key.
     *
     * @throws IllegalArgumentException when it cannot be one, with the reason
     */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a key's name has 1 to 64 letters, digits and . _ @ -, and begins with a"
                    + " letter or digit, not '" + name + "'");
        }
        if (name.equals("gateway") || name.startsWith("key-")) {
            throw new IllegalArgumentException("'" + name + "' is what the books call callers without a caller key"
                    + " ('gateway', 'key-…'); choose another name");
        }
    }

    /** Its state at that time. */
    public State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? State.EXPIRED : State.VALID;
    }

    /** Whether it may use that model. */
    public boolean allows(@Nullable String model) {
        return models.isEmpty() || (model != null && models.contains(model));
    }

    /** Whether it is limited to some models. */
    public boolean restricted() {
        return !models.isEmpty();
    }

    /** The hash before the latest rotation, while it is valid. */
    Optional<KeyHash> replacedAt(Instant now) {
        return replaced == null || !now.isBefore(replaced.until()) ? Optional.empty() : Optional.of(replaced.hash());
    }

    CallerKey revoked(Instant now) {
        return new CallerKey(name, hash, null, project, user, models, createdAt, expiresAt, now, secret);
    }

    /** With a new text; the present one stays valid until that time, null for no longer. */
    CallerKey rotated(KeyHash next, @Nullable Instant until, String under) {
        Replaced before = until == null ? null : new Replaced(hash, until);
        return new CallerKey(name, next, before, project, user, models, createdAt, expiresAt, revokedAt, under);
    }

    /** The same, of which is known by now under which secret its hash was made. */
    CallerKey under(String known) {
        return new CallerKey(name, hash, replaced, project, user, models, createdAt, expiresAt, revokedAt, known);
    }

    /** Its models in order, for people. */
    public Set<String> modelsInOrder() {
        return new TreeSet<>(models);
    }
}
