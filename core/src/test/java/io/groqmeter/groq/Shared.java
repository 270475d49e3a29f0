package io.groqmeter.groq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The folder of facts that lies beside the repository and is not ours to commit. */
public final class Shared {

    private Shared() {}

    /** A file of it about Groq; the test is skipped where it is absent, in words {@code ./test} counts. */
    public static Path file(String name) {
        Path file = folder().resolve("groq").resolve(name);
        assumeTrue(Files.isReadable(file), () -> "not part of the repository: " + file);
        return file;
    }

    /** {@code GROQMETER_SHARED}, else {@code ../shared} seen from the repository. */
    private static Path folder() {
        String told = System.getenv("GROQMETER_SHARED");
        if (told != null) {
            return Path.of(told);
        }
        Path repository =
                Objects.requireNonNull(Path.of("").toAbsolutePath().getParent(), "the module is in a repository");
        return repository.resolveSibling("shared");
    }
}
