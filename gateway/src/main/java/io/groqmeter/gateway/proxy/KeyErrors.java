package io.groqmeter.gateway.proxy;

import io.groqmeter.access.CallerKey;
import io.groqmeter.gateway.http.ApiError;

/** The errors for keys that do not permit the call; in Groq's format and, where Groq has one, with its code. */
final class KeyErrors {

    private static final String ASK_OWNER = " Ask the gateway's owner for another: 'groqmeter keys create NAME'.";

    private KeyErrors() {}

    static ApiError unknown() {
        return unauthorized("invalid_api_key", "This caller key is not known here." + ASK_OWNER);
    }

    static ApiError misspelt() {
        return unauthorized(
                "invalid_api_key", "This caller key is misspelt or cut: a key has 41 characters, 'gm_' among them.");
    }

    static ApiError replaced(CallerKey key) {
        return unauthorized(
                "expired_api_key",
                "The caller key '" + key.name() + "' was rotated; use the new one, which the gateway's owner has.");
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
                "This is a token for the gateway's own routes, not a key for calls. Make one with 'groqmeter keys create"
                        + " NAME'.");
    }

    static ApiError keyRequired() {
        return unauthorized(
                "caller_key_needed",
                "This gateway takes calls with a caller key only. Send 'Authorization: Bearer gm_…'; its owner makes one"
                        + " with 'groqmeter keys create NAME'.");
    }

    static ApiError noGroqKey() {
        return new ApiError(
                503,
                "server_error",
                "no_groq_key",
                "The gateway has no Groq key to make this call with. Its owner sets GROQ_API_KEY and starts it again.");
    }

    private static ApiError unauthorized(String code, String message) {
        return new ApiError(401, "invalid_request_error", code, message);
    }
}
