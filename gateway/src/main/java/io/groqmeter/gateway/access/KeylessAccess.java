package io.groqmeter.gateway.access;

/** Who may call Groq through the gateway without a caller key. */
public enum KeylessAccess {
    /** Programs on this machine: with their own Groq key, or without one and then with the gateway's. */
    LOCAL,
    /** Nobody. */
    NOBODY,
    /** Programs on this machine, and from elsewhere anybody with a Groq key of their own. */
    ANYBODY
}
