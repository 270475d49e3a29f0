package io.groqmeter.gateway.page;

import io.groqmeter.gateway.local.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A file of this jar, as an answer. */
public final class StaticFile {

    /** Nothing but this gateway's own files, and nobody may frame it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private StaticFile() {}

    /**
     * The file beside a class.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Reply beside(Class<?> owner, String name, String contentType) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no " + name + " beside " + owner.getName());
            }
            return new Reply(200, contentType, file.readAllBytes())
                    .with("content-security-policy", POLICY)
                    .with("referrer-policy", "no-referrer")
                    .with("cache-control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
