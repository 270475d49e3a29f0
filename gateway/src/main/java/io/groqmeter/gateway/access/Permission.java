package io.groqmeter.gateway.access;

/** What it takes to use one of the gateway's own routes. */
public enum Permission {
    /** Nothing: what it tells is no secret. */
    ANYBODY,
    /** What it takes to call Groq; looked at where the call is made. */
    CALLER,
    /** The metrics token, or whatever an owner has. */
    METRICS,
    /** The admin token or a session; where no token is set, being a program on this machine. */
    OWNER
}
