package io.groqmeter.gateway.access;

/** What a route requires. */
public enum Permission {
    /** Nothing: its answer is no secret. */
    ANYBODY,
    /** What a call to Groq requires; checked where the call is made. */
    CALLER,
    /** The metrics token, or what an owner has. */
    METRICS,
    /** The admin token or a session; without a configured token, being a program on this machine. */
    OWNER
}
