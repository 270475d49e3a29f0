package io.groqmeter.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A copy of a database in the temporary folder, for as long as somebody reads it. */
public final class TemporaryCopy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryCopy.class);

    /** What SQLite keeps beside a file until it is in the file, or taken back. */
    private static final List<String> BESIDE = List.of("-wal", "-journal");

    private static final int MOST_TRIES = 5;

    private final Path folder;

    private TemporaryCopy(Path folder) {
        this.folder = folder;
    }

    static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** Whether there is something beside a file without which it does not say all, or too much. */
    public static boolean needsRecovery(Path database) throws IOException {
        for (String suffix : BESIDE) {
            Path file = beside(database, suffix);
            if (Files.exists(file) && Files.size(file) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Of what a connection sees, also while others write. */
    public static TemporaryCopy bySnapshot(Connection connection) throws IOException, SQLException {
        TemporaryCopy copy = new TemporaryCopy(Files.createTempDirectory("groqmeter-"));
        try {
            snapshot(connection, copy.database());
            return copy;
        } catch (SQLException e) {
            copy.close();
            throw e;
        }
    }

    /** Writes what a connection sees into a new file. */
    public static void snapshot(Connection connection, Path to) throws SQLException {
        try (PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
            vacuum.setString(1, to.toString());
            vacuum.execute();
        }
    }

    /** Of the files as they are; only where nobody writes them. */
    public static TemporaryCopy ofFiles(Path database) throws IOException {
        TemporaryCopy copy = new TemporaryCopy(Files.createTempDirectory("groqmeter-"));
        try {
            for (int tries = 1; ; tries++) {
                FileStamp before = FileStamp.of(database);
                copy.take(database);
                if (before.equals(FileStamp.of(database))) {
                    return copy;
                }
                if (tries == MOST_TRIES) {
                    throw new IOException(
                            "it is being written, and its folder cannot be; ask the gateway that writes it");
                }
            }
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private void take(Path database) throws IOException {
        copy(database, database());
        for (String suffix : BESIDE) {
            copy(beside(database, suffix), beside(database(), suffix));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        try {
            Files.copy(from, to);
            to.toFile().setWritable(true, true);
        } catch (NoSuchFileException e) {
            // There is none.
        }
    }

    public Path database() {
        return folder.resolve("groqmeter.db");
    }

    /** Removes the copy; does nothing where it is gone. */
    @Override
    public void close() {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed: {}", folder, e.getMessage());
        }
    }
}
