package io.groqmeter.simulator.wire;

/** In which pieces a body is written; each piece is flushed on its own. */
public enum Split {
    /** As the body has its chunks. */
    NONE,
    /** One byte at a time. */
    BYTE,
    /** One to seven bytes at a time, so that characters, lines and events break at odd places. */
    ODD
}
