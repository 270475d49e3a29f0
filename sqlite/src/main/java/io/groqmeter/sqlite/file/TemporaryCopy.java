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

/** A copy of a database in the temporary folder, deleted when it is closed. */
public final class TemporaryCopy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TemporaryCopy.class);

    /** The files beside a database that SQLite must apply or roll back. */
    private static final List<String> COMPANIONS = List.of("-wal", "-journal");

    private static final int MAX_ATTEMPTS = 5;

    private final Path folder;

    private TemporaryCopy(Path folder) {
        this.folder = folder;
    }

    static Path companion(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** Whether a file beside the database must be applied or rolled back before it can be read. */
    public static boolean needsRecovery(Path database) throws IOException {
        for (String suffix : COMPANIONS) {
            Path file = companion(database, suffix);
            if (Files.exists(file) && Files.size(file) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Copies what a connection sees, also while others write. */
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

    /** Copies the files as they are. Nobody may be writing them. */
    public static TemporaryCopy ofFiles(Path database) throws IOException {
        TemporaryCopy copy = new TemporaryCopy(Files.createTempDirectory("groqmeter-"));
        try {
            for (int attempt = 1; ; attempt++) {
                FileStamp before = FileStamp.of(database);
                copy.copyFiles(database);
                if (before.equals(FileStamp.of(database))) {
                    return copy;
                }
                if (attempt == MAX_ATTEMPTS) {
                    throw new IOException(
                            "it is being written, and its folder cannot be; ask the gateway that writes it");
                }
            }
        } catch (IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private void copyFiles(Path database) throws IOException {
        copy(database, database());
        for (String suffix : COMPANIONS) {
            copy(companion(database, suffix), companion(database(), suffix));
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
