package io.groqmeter.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A temporary folder that is deleted with its content when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    public static TemporaryFolder make() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("groqmeter"));
    }

    /** One beside other files, on their disk. */
    public static TemporaryFolder in(Path parent) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(parent, ".groqmeter"));
    }

    /** For closing something that has done its work: what cannot be deleted stays. */
    public void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            LoggerFactory.getLogger(TemporaryFolder.class).warn("{} cannot be removed: {}", path, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
