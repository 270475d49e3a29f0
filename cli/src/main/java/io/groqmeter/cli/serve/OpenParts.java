package io.groqmeter.cli.serve;

import java.util.ArrayDeque;
import java.util.Deque;

/** Parts that are open; they are closed in the reverse order of their opening, each of them whatever the others do. */
final class OpenParts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Throws the first fault, when all are closed. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                RuntimeException fault =
                        e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
                first = first == null ? fault : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
