package io.groqmeter.budget;

import io.groqmeter.store.UsageStoreException;

/** A source of rules. Used by one thread at a time; may block on a disk. */
public interface RulesSource {

    /** A value that stays equal while the rules do not change. Cheap. */
    Object stamp();

    /**
     * The rules of now.
     *
     * @throws IllegalArgumentException when a rule cannot be understood, and so not be enforced
     * @throws UsageStoreException when they cannot be read
     */
    Rules read();

    /** No rules, ever. */
    RulesSource NONE = of(Rules.NONE);

    /** Rules that never change. */
    static RulesSource of(Rules rules) {
        return new RulesSource() {
            @Override
            public Object stamp() {
                return 0;
            }

            @Override
            public Rules read() {
                return rules;
            }
        };
    }
}
