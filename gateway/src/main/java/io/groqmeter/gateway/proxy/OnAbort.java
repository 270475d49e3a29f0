package io.groqmeter.gateway.proxy;

/** What happens to a call whose caller hangs up in the middle of its answer. Groq has generated, and bills, what was asked. */
public enum OnAbort {
    /** Read on for a while without the caller, for the usage Groq tells at the end. */
    DRAIN,
    /** Hang up on Groq too, and estimate the usage from what passed. */
    CANCEL
}
