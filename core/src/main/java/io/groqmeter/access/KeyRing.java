package io.groqmeter.access;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The caller keys of one moment, by which a key's text is recognised. Immutable. */
public final class KeyRing {

    /** What a text turned out to be. */
    public sealed interface Found {

        /** A key that lets its caller in. */
        record Valid(CallerKey key) implements Found {}

        /** A key that was created here and is no longer valid. */
        record Over(CallerKey key, CallerKey.State state) implements Found {}

        /** A key that was replaced by a rotation, and whose time has ended. */
        record Replaced(CallerKey key) implements Found {}

        /** No key that was made here. */
        record Unknown() implements Found {}

        /** No whole key: a character is missing or wrong. */
        record Misspelt() implements Found {}
    }

    private final KeyHash.Maker hashes;
    private final Map<String, CallerKey> byHash = new HashMap<>();
    private final List<CallerKey> keys;

    KeyRing(Collection<CallerKey> keys, KeyHash.Maker hashes) {
        this.hashes = hashes;
        this.keys = List.copyOf(keys);
        for (CallerKey key : keys) {
            if (key.replaced() != null) {
                byHash.put(key.replaced().hash().hex(), key);
            }
        }
        for (CallerKey key : keys) {
            byHash.put(key.hash().hex(), key);
        }
    }

    /** What that text is at that time. */
    public Found find(String text, Instant now) {
        if (!KeyText.isWhole(text)) {
            return new Found.Misspelt();
        }
        KeyHash hash = hashes.of(text);
        // The bucket searched reveals only a hash under a secret; the comparison itself takes the same time
        // for all.
        CallerKey key = byHash.get(hash.hex());
        if (key == null) {
            return new Found.Unknown();
        }
        CallerKey.State state = key.state(now);
        if (state != CallerKey.State.VALID) {
            return new Found.Over(key, state);
        }
        boolean valid = key.hash().matches(hash)
                || key.replacedAt(now).filter(old -> old.matches(hash)).isPresent();
        return valid ? new Found.Valid(key) : new Found.Replaced(key);
    }

    /** Whether any key lets its caller in at that time. */
    public boolean letsAnybodyIn(Instant now) {
        return keys.stream().anyMatch(key -> key.state(now) == CallerKey.State.VALID);
    }
}
