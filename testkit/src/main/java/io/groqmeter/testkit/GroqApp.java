package io.groqmeter.testkit;

/**
 * A program that calls Groq through some client library, driven by {@link MeteringContract}. Throws whatever its client throws.
 */
public interface GroqApp extends AutoCloseable {

    /** Requests an answer and reads it to its end. */
    void ask() throws Exception;

    /** Requests a stream and reads it to its end. */
    void stream() throws Exception;

    /** Requests a stream, reads its beginning and hangs up. */
    void leave() throws Exception;

    /** Lets the model call a tool and returns the result to it: two calls. */
    void useTool() throws Exception;

    @Override
    default void close() {}
}
