package io.groqmeter.simulator.endpoint;

/** The three ways in which Groq has reported a stream's usage over the years. */
enum StreamShape {
    /** Until 2025: only in {@code x_groq.usage} of the finish chunk. */
    A,
    /** From late 2025, when the client did not ask: in the finish chunk, at top level and in {@code x_groq}. */
    B,
    /** With {@code stream_options.include_usage}: as B, and again in a last chunk without choices. */
    C
}
