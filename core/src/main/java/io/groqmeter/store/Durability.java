package io.groqmeter.store;

import java.util.Locale;

/** What a batch has survived once {@link UsageStore#append} returns. */
public enum Durability {
    /** The death of the process at any instant. After a loss of power the last batches may be missing; nothing is broken. */
    PROCESS,
    /** The loss of power too: every batch waits for the disk. */
    POWER;

    /** The lower-case name used in settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
