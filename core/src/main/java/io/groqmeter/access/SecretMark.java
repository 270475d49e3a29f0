package io.groqmeter.access;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.Optional;

/**
 * The fingerprint of the installation's secret, kept in the store. It shows that the store is used with another secret, under
 * which no caller key made before is recognised. The secret cannot be learnt from it.
 */
final class SecretMark {

    /** The fingerprint of a secret that is lost. */
    static final String LOST = "lost";

    private static final String PURPOSE = "groqmeter secret";
    private static final int DIGITS = 16;

    private final PolicyStore policies;
    private final String fingerprint;

    SecretMark(PolicyStore policies, byte[] secret) {
        this.policies = policies;
        this.fingerprint = of(secret);
    }

    /** The fingerprint of a secret. */
    static String of(byte[] secret) {
        return new KeyedHash(secret).hex(PURPOSE).substring(0, DIGITS);
    }

    String fingerprint() {
        return fingerprint;
    }

    /** The fingerprint of the secret the store was last used with; empty where only an older groqmeter used it. */
    Optional<String> before() {
        return policies.list(PolicyKind.SECRET).stream().map(Policy::id).findFirst();
    }

    boolean isAnother() {
        return before().filter(known -> !known.equals(fingerprint)).isPresent();
    }

    /** Whether a key's hash was made under this secret. */
    boolean isOf(CallerKey key) {
        return key.secret() == null ? !isAnother() : key.secret().equals(fingerprint);
    }

    void put() {
        if (before().isEmpty() || isAnother()) {
            before().ifPresent(known -> policies.remove(PolicyKind.SECRET, known));
            policies.put(new Policy(PolicyKind.SECRET, fingerprint, "{}"));
        }
    }
}
