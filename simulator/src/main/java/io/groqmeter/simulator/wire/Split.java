package io.groqmeter.simulator.wire;

/** The pieces in which a body is written; each piece is flushed on its own. */
public enum Split {
    /** The body's own chunks. */
    NONE,
    /** One byte at a time. */
    BYTE,
    /** One to seven bytes at a time, so that characters, lines and events are split at odd positions. */
    ODD
}
