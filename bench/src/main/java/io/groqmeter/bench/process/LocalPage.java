package io.groqmeter.bench.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A page that a process on this machine serves. */
public final class LocalPage {

    private LocalPage() {}

    /** Its text. */
    public static String get(int port, String path) throws IOException {
        try (InputStream page =
                URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
