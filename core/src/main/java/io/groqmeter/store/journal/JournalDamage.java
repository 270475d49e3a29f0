package io.groqmeter.store.journal;

import io.groqmeter.store.UsageStoreException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is wrong with a journal that a process has left.
 *
 * @param kind what
 * @param lost how many slots cannot be read or were cut off; in each there may have been a call that the store does not have
 * @param slots how many the journal had; 0 where that cannot be told
 * @param aside where the file is now as it was found; empty when it was only looked at, or had no byte
 */
public record JournalDamage(Kind kind, int lost, int slots, Optional<Path> aside) {

    /** What can be wrong. */
    public enum Kind {
        /** Slots, or what the file says of itself, cannot be read; the other slots were taken in. */
        DAMAGED,
        /** A process was killed, and its journal is not there any more. */
        GONE,
        /** A process was killed, and its journal has no byte any more. */
        EMPTIED,
        /** It is something else. */
        STRANGE,
        /** It is another installation's. Nothing of it was taken in. */
        FOREIGN
    }

    /**
     * Looks at a folder's journal and changes nothing.
     *
     * @throws UsageStoreException when it cannot be read
     */
    public static Optional<JournalDamage> in(Path folder, JournalOwner owner) {
        return of(new JournalFile(folder).read(owner, (place, content) -> {}), owner);
    }

    static Optional<JournalDamage> of(SlotReading found, JournalOwner owner) {
        return Optional.ofNullable(
                        switch (found.state()) {
                            case ABSENT -> owner.expected() ? Kind.GONE : null;
                            case EMPTY -> owner.expected() ? Kind.EMPTIED : null;
                            case STRANGE -> Kind.STRANGE;
                            case HEADLESS -> Kind.DAMAGED;
                            case PLAIN -> owner.expected() || found.unreadable() > 0 ? Kind.DAMAGED : null;
                            case SOUND -> {
                                if (owner.isForeign(found.mark())) {
                                    yield Kind.FOREIGN;
                                }
                                yield found.unreadable() + found.missing() > 0 ? Kind.DAMAGED : null;
                            }
                        })
                .map(kind ->
                        new JournalDamage(kind, found.unreadable() + found.missing(), found.slots(), Optional.empty()));
    }

    JournalDamage keptIn(Path file) {
        return new JournalDamage(kind, lost, slots, Optional.of(file));
    }
}
