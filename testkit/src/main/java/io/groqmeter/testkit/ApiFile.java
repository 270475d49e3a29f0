package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A module's {@link ApiListing} in the repository, in {@code docs/api}.
 *
 * <p>With the system property {@code api.renew} it is written anew in place of being compared.
 */
public final class ApiFile {

    private ApiFile() {}

    /**
     * Requires that the file says what the module of a class offers.
     *
     * @param name the file's name in {@code docs/api}, without its ending
     */
    public static void requireListed(String name, Class<?> member) throws IOException {
        Path file = root().resolve("docs/api/" + name + ".txt");
        String offered = ApiListing.ofModuleOf(member).toString();
        if (System.getProperty("api.renew") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, offered);
        }
        assertThat(offered)
                .as("the API of %s; if it is meant to change, renew docs/api as CONTRIBUTING.md says", name)
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("CONTRIBUTING.md")))
                .findFirst()
                .orElseThrow();
    }
}
