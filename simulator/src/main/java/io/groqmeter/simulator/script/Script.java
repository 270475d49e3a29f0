package io.groqmeter.simulator.script;

import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Delivery;
import io.groqmeter.simulator.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * A raw answer for the next request that matches, sent byte for byte as given.
 *
 * @param method the only method answered; null for any
 * @param path the only path answered, without query; null for any
 */
public record Script(@Nullable String method, @Nullable String path, Answer answer, Delivery delivery) {

    /** Answers the next request, whatever it is, at once. */
    public static Script next(Answer answer) {
        return new Script(null, null, answer, Delivery.PLAIN);
    }

    public Script on(String method, String path) {
        return new Script(method, path, answer, delivery);
    }

    public Script delivered(Delivery delivery) {
        return new Script(method, path, answer, delivery);
    }

    boolean matches(Request request) {
        return (method == null || method.equals(request.method())) && (path == null || path.equals(request.path()));
    }
}
