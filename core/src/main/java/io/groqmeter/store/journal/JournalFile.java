package io.groqmeter.store.journal;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The file {@code calls.journal} of a data folder, as whoever takes it over or only reads it finds it. */
record JournalFile(Path folder) {

    static final String NAME = "calls.journal";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Takes what the journal says of calls. */
    interface Visitor {
        void content(Place place, CallContent content);
    }

    Path path() {
        return folder.resolve(NAME);
    }

    /**
     * Reads it; nothing of what is in it when it is another owner's.
     *
     * @throws UsageStoreException when it cannot be read, or a later version wrote it
     */
    SlotReading read(JournalOwner owner, Visitor visitor) {
        try {
            SlotReading first = SlotReading.ofFirst(path());
            return SlotReading.of(
                    path(),
                    owner.isForeign(first.mark())
                            ? (place, content) -> {}
                            : (place, content) -> visitor.content(place, content(content)));
        } catch (IOException e) {
            throw new UsageStoreException("cannot read " + path() + ": " + e.getMessage(), e);
        }
    }

    /** @throws UsageStoreException when a later version wrote it */
    CallContent content(ByteBuffer bytes) {
        try {
            return CallContent.read(bytes);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new UsageStoreException(
                    "cannot read " + path() + ": a newer groqmeter wrote it (" + e
                            + "); start that one, or move the file away",
                    e);
        }
    }

    /**
     * Keeps it as it is, as {@code calls.journal.damaged-} and the time, for its owner only.
     *
     * @return where; empty where there is none, or it has no byte
     */
    Optional<Path> keepAside(Instant now) {
        try {
            if (!Files.exists(path()) || Files.size(path()) == 0) {
                return Optional.empty();
            }
            String name = NAME + ".damaged-" + TIME.format(now);
            Path aside = folder.resolve(name);
            for (int more = 2; Files.exists(aside); more++) {
                aside = folder.resolve(name + "-" + more);
            }
            OwnerOnly.file(aside);
            try (OutputStream out = Files.newOutputStream(aside)) {
                Files.copy(path(), out);
            }
            return Optional.of(aside);
        } catch (IOException e) {
            throw new UsageStoreException(
                    path() + " is damaged and cannot be copied aside: " + e.getMessage()
                            + "; free some space, or move the file away",
                    e);
        }
    }
}
