package io.groqmeter.cli.books;

import io.groqmeter.store.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code damage.txt} in the data folder: what was found damaged, a line each, with the time and how to mend it. It is told of until
 * somebody who has read it removes the file.
 */
public final class DamageNotes {

    static final String NAME = "damage.txt";

    private static final Logger LOG = LoggerFactory.getLogger(DamageNotes.class);

    private final Path file;
    private final InstantSource clock;
    private final List<String> unwritten = new CopyOnWriteArrayList<>();

    public DamageNotes(Path folder, InstantSource clock) {
        this.file = folder.resolve(NAME);
        this.clock = clock;
    }

    /** On return it is in the file; where that takes nothing, it is told for as long as this process lives. */
    void add(String text) {
        String line = clock.instant().truncatedTo(ChronoUnit.SECONDS) + " "
                + text.lines().reduce((one, other) -> one + " " + other).orElse("");
        try (FileChannel out =
                OwnerOnly.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be written ({}); it would say: {}", file, e.getMessage(), line);
            unwritten.add(line);
        }
    }

    /** All there is, earliest first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        try {
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .forEach(lines::add);
        } catch (NoSuchFileException e) {
            // Nothing is damaged, or somebody has seen to it.
        } catch (IOException e) {
            lines.add(file + " cannot be read: " + e.getMessage());
        }
        lines.addAll(unwritten);
        return lines;
    }
}
