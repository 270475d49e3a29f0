package io.groqmeter.groq;

import java.nio.file.Path;
import java.util.Objects;

/** The folder of facts that lies beside the repository and is not ours to commit. */
final class Shared {

    private Shared() {}

    /** {@code GROQMETER_SHARED}, else {@code ../shared} seen from the repository. */
    static Path folder() {
        String told = System.getenv("GROQMETER_SHARED");
        if (told != null) {
            return Path.of(told);
        }
        Path repository =
                Objects.requireNonNull(Path.of("").toAbsolutePath().getParent(), "the module is in a repository");
        return repository.resolveSibling("shared");
    }
}
