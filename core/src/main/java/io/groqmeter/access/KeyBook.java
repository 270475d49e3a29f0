package io.groqmeter.access;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller keys of a data folder: where an owner makes, revokes and rotates them. */
public final class KeyBook {

    private final PolicyStore policies;
    private final KeyHash.Maker hashes;
    private final SecretMark mark;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param secret this installation's, under which keys are hashed */
    public KeyBook(PolicyStore policies, byte[] secret, InstantSource clock) {
        this.policies = policies;
        this.hashes = new KeyHash.Maker(secret);
        this.mark = new SecretMark(policies, secret);
        this.clock = clock;
    }

    /**
     * What a new key shall be.
     *
     * @param name its caller's name in records
     * @param project the project of its calls; null leaves it to them
     * @param user the person or customer of its calls; null leaves it to them
     * @param models the only models it may ask for; empty for all
     * @param expiresAt from when on it is not valid any more; null for never
     */
    public record Wish(
            String name,
            @Nullable String project,
            @Nullable String user,
            Set<String> models,
            @Nullable Instant expiresAt) {}

    /**
     * A key with its text, which is shown once and kept nowhere.
     *
     * @param text what the caller sends
     */
    public record Issued(CallerKey key, String text) {

        /** Never shows the text. */
        @Override
        public String toString() {
            return "Issued[" + key.name() + "]";
        }
    }

    /**
     * Makes a key.
     *
     * @throws IllegalArgumentException when the name cannot be one, was used before, or the key would be over at once
     */
    public Issued create(Wish wish) {
        Instant now = clock.instant();
        if (wish.expiresAt() != null && !wish.expiresAt().isAfter(now)) {
            throw new IllegalArgumentException("a key that expires at " + wish.expiresAt() + " would be over already");
        }
        String text = KeyText.random(random);
        CallerKey key = new CallerKey(
                wish.name(),
                hashes.of(text),
                null,
                wish.project(),
                wish.user(),
                wish.models(),
                now,
                wish.expiresAt(),
                null,
                mark.fingerprint());
        if (!policies.add(policy(key))) {
            throw new IllegalArgumentException("there is or was a caller key '" + wish.name()
                    + "', and the books know its calls by that name; choose another, or rotate that one");
        }
        return new Issued(key, text);
    }

    /** All keys, also those that are over, by name. */
    public List<CallerKey> all() {
        return policies.list(PolicyKind.CALLER_KEY).stream()
                .map(policy -> CallerKeyJson.read(policy.id(), policy.body()))
                .toList();
    }

    /** The key of that name. */
    public Optional<CallerKey> find(String name) {
        return policies.find(PolicyKind.CALLER_KEY, name).map(policy -> CallerKeyJson.read(policy.id(), policy.body()));
    }

    /**
     * Ends a key for good. Calls under way end as they would; new ones are refused.
     *
     * @throws IllegalArgumentException when there is none of that name, or it was revoked before
     */
    public CallerKey revoke(String name) {
        CallerKey revoked = unrevoked(name).revoked(clock.instant());
        policies.put(policy(revoked));
        return revoked;
    }

    /**
     * Gives a key a new text.
     *
     * @param grace how long the present text stays valid; zero for no longer
     * @throws IllegalArgumentException when there is none of that name, or it was revoked
     */
    public Issued rotate(String name, Duration grace) {
        CallerKey before = unrevoked(name);
        String text = KeyText.random(random);
        CallerKey rotated = before.rotated(
                hashes.of(text), grace.isZero() ? null : clock.instant().plus(grace), mark.fingerprint());
        policies.put(policy(rotated));
        return new Issued(rotated, text);
    }

    /** The keys that would let their callers in, had their hashes not been made under another secret. */
    public List<CallerKey> dead() {
        Instant now = clock.instant();
        return all().stream()
                .filter(key -> key.state(now) == CallerKey.State.VALID && !mark.isOf(key))
                .toList();
    }

    /**
     * Records in the store the secret it is used with from now on.
     *
     * @param fresh whether the secret was just created, so that no earlier key belongs to it
     * @return whether the store was used with another secret before
     */
    public boolean noteSecret(boolean fresh) {
        boolean another = mark.isAnother();
        String before = mark.before().orElse(fresh ? SecretMark.LOST : mark.fingerprint());
        for (CallerKey key : all()) {
            if (key.secret() == null) {
                policies.put(policy(key.under(before)));
            }
        }
        mark.put();
        return another;
    }

    /** By what one sees that something was made under a secret; it cannot be learnt from that. */
    public static String mark(byte[] secret) {
        return SecretMark.of(secret);
    }

    /** The fingerprint of the secret, and that of the one the store was last used with. */
    public Set<String> marks() {
        Set<String> marks = new HashSet<>(Set.of(mark.fingerprint()));
        mark.before().ifPresent(marks::add);
        return marks;
    }

    /** The keys as they are now, to recognise callers by. */
    public KeyRing ring() {
        return new KeyRing(all(), hashes);
    }

    /** Changes whenever a key does. */
    long version() {
        return policies.version(PolicyKind.CALLER_KEY);
    }

    private CallerKey unrevoked(String name) {
        CallerKey key = find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no caller key '" + name + "'; 'groqmeter keys list' shows them"));
        if (key.revokedAt() != null) {
            throw new IllegalArgumentException(
                    "the caller key '" + name + "' was revoked at " + key.revokedAt() + "; make another");
        }
        return key;
    }

    private static Policy policy(CallerKey key) {
        return new Policy(PolicyKind.CALLER_KEY, key.name(), CallerKeyJson.kept(key));
    }
}
