package io.groqmeter.gateway.proxy;

import io.groqmeter.access.CallerKey;
import io.groqmeter.gateway.http.ApiError;

/** The errors for keys that do not permit the call; in Groq's format and, where Groq has one, with its code. */
final class KeyErrors {

    private static final String ASK_OWNER = " Ask the gateway's owner for another: 'groqmeter keys create NAME'.";

    private KeyErrors() {}

    static ApiError unknown() {
        return unauthorized("invalid_api_key", "Unknown caller key." + ASK_OWNER);
    }

    static ApiError misspelt() {
        return unauthorized(
                "invalid_api_key",
                "This caller key is misspelt or truncated: a key has 41 characters, including 'gm_'.");
    }

    static ApiError replaced(CallerKey key) {
        return unauthorized(
                "expired_api_key",
                "The caller key '" + key.name() + "' was rotated; ask the gateway's owner for the new one.");
    }

    static ApiError over(CallerKey key, CallerKey.State state) {
        return state == CallerKey.State.REVOKED
                ? unauthorized("invalid_api_key", "The caller key '" + key.name() + "' was revoked." + ASK_OWNER)
                : unauthorized(
                        "expired_api_key",
                        "The caller key '" + key.name() + "' has expired (" + key.expiresAt() + ")." + ASK_OWNER);
    }

    static ApiError ownToken() {
        return unauthorized(
                "invalid_api_key",
                "This is a token for the gateway's own routes, not a caller key. Create one with 'groqmeter keys create"
                        + " NAME'.");
    }

    static ApiError keyRequired() {
        return unauthorized(
                "caller_key_needed",
                "This gateway requires a caller key. Send 'Authorization: Bearer gm_…'; its owner creates one"
                        + " with 'groqmeter keys create NAME'.");
    }

    static ApiError noGroqKey() {
        return new ApiError(
                503,
                "server_error",
                "no_groq_key",
                "The gateway has no Groq key for this call. Its owner must set GROQ_API_KEY and restart it.");
    }

    private static ApiError unauthorized(String code, String message) {
        return new ApiError(401, "invalid_request_error", code, message);
    }
}
