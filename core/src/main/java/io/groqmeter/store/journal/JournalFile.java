package io.groqmeter.store.journal;

import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The file {@code calls.journal} of a data folder, as whoever takes it over or only reads it finds it. */
record JournalFile(Path folder) {

    static final String NAME = "calls.journal";

    /** What a disk gives or does not give as a whole: a page, of which the system reads no part. */
    private static final int SECTOR = 4096;

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
            try (FileChannel in = FileChannel.open(path(), StandardOpenOption.READ);
                    FileChannel out = OwnerOnly.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                copy(in, out);
            }
            return Optional.of(aside);
        } catch (IOException e) {
            throw new UsageStoreException(
                    path() + " is damaged and cannot be copied aside: " + e.getMessage()
                            + "; free some space, or move the file away",
                    e);
        }
    }

    /** Copies a file; zeros stand for what the disk does not give of it. */
    static void copy(FileChannel in, FileChannel out) throws IOException {
        long size = in.size();
        ByteBuffer sector = ByteBuffer.allocate(SECTOR);
        for (long at = 0; at < size; at += SECTOR) {
            sector.clear().limit((int) Math.min(SECTOR, size - at));
            try {
                while (sector.hasRemaining() && in.read(sector, at + sector.position()) >= 0) {
                    // Until it is full, or the file ends.
                }
                sector.flip();
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                Arrays.fill(sector.array(), (byte) 0);
                sector.rewind();
            }
            while (sector.hasRemaining()) {
                out.write(sector, at + sector.position());
            }
        }
    }
}
