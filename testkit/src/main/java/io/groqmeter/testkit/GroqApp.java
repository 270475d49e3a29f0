package io.groqmeter.testkit;

/** A program that calls Groq through some client, as {@link MeteringContract} drives it. It throws whatever its client throws. */
public interface GroqApp extends AutoCloseable {

    /** Asks for an answer and reads it whole. */
    void ask() throws Exception;

    /** Asks for a stream and reads it to its end. */
    void stream() throws Exception;

    /** Asks for a stream, reads its beginning and leaves. */
    void leave() throws Exception;

    /** Lets the model call a tool and tells it the result: two calls. */
    void useTool() throws Exception;

    @Override
    default void close() {}
}
