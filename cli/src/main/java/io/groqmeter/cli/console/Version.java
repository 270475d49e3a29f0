package io.groqmeter.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this build, as Maven wrote it into {@code version.properties}. */
public final class Version {

    private Version() {}

    /** The bare version, for example {@code 0.1.0}. */
    public static String current() {
        try (InputStream written = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(written, "version.properties is missing from the jar"));
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
