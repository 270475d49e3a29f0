package io.groqmeter.gateway.proxy;

/** What happens to a call whose caller hangs up during the answer. Groq has generated it and bills it. */
public enum OnAbort {
    /** Read the answer on for a while, for the usage at its end. */
    DRAIN,
    /** Close the upstream connection too, and estimate the usage from what passed. */
    CANCEL
}
