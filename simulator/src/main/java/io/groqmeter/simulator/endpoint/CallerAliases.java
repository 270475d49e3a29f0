package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.wire.Sha256;
import java.nio.charset.StandardCharsets;

/** Names callers without revealing a key. */
final class CallerAliases {

    private static final String BEARER = "Bearer ";
    private static final int KEY_HASH_CHARS = 12;

    private CallerAliases() {}

    /** {@code user:} and the request's user, else {@code key:} and the start of the key's SHA-256, else nothing. */
    static String name(ApiCall call) {
        String user = call.text("user");
        if (!user.isEmpty()) {
            return "user:" + user;
        }
        String key = key(call);
        return key.isEmpty()
                ? ""
                : "key:" + Sha256.hex(key.getBytes(StandardCharsets.UTF_8)).substring(0, KEY_HASH_CHARS);
    }

    /** The caller's API key, empty when there is none. */
    static String key(ApiCall call) {
        String authorization = call.request.headers().get("authorization");
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
