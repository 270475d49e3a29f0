package io.groqmeter.groq;

import io.groqmeter.usage.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file in {@code recordings}: a line with path, status and content type, an answer in one of Groq's shapes, a dashed line, and
 * what must be read from it.
 */
record Recording(String name, Endpoint endpoint, int status, String contentType, String answer, String expected) {

    private static final String DASHES = "\n-----\n";

    static List<Recording> all() {
        try {
            Path folder = Path.of(Objects.requireNonNull(Recording.class.getResource("/recordings"))
                    .toURI());
            try (Stream<Path> files = Files.list(folder)) {
                return files.sorted().map(Recording::read).toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot list the recordings", e);
        }
    }

    private static Recording read(Path file) {
        try {
            String text = Files.readString(file);
            int head = text.indexOf('\n');
            int dashes = text.lastIndexOf(DASHES);
            String[] words = text.substring(0, head).split(" ", 3);
            return new Recording(
                    String.valueOf(file.getFileName()),
                    Endpoint.ofPath(words[0]),
                    Integer.parseInt(words[1]),
                    words[2],
                    text.substring(head + 1, dashes),
                    text.substring(dashes + DASHES.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] body() {
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
