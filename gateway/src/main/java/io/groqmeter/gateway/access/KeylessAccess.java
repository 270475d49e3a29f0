package io.groqmeter.gateway.access;

/** Who may call Groq through the gateway without a caller key. */
public enum KeylessAccess {
    /** Programs on this machine: with a Groq key of their own, or none, and then with the gateway's. */
    LOCAL,
    /** Nobody. */
    NOBODY,
    /** Programs on this machine, and from elsewhere whoever brings a Groq key of his own. */
    ANYBODY
}
