package io.groqmeter.simulator.endpoint;

import java.util.OptionalInt;

/** Refuses calls before anything is generated: without a key, on demand, or at random. */
final class Gate {

    private static final String INVALID_KEY = "gsk_invalid";
    private static final int[] SERVER_ERRORS = {500, 502, 503};

    private final Conditions conditions;

    Gate(Conditions conditions) {
        this.conditions = conditions;
    }

    /** @throws GroqError when the call is refused */
    void check(ApiCall call) {
        call.control.check();
        if (CallerAliases.key(call).isBlank() || CallerAliases.key(call).equals(INVALID_KEY)) {
            throw GroqError.ofStatus(401, "");
        }
        OptionalInt forced = call.control.number("status");
        if (forced.isPresent() && forced.getAsInt() >= 400) {
            throw GroqError.ofStatus(forced.getAsInt(), call.text("model"));
        }
        double draw = call.random.nextDouble();
        if (draw < conditions.rate429()) {
            throw GroqError.ofStatus(429, call.text("model"));
        }
        draw -= conditions.rate429();
        if (draw < conditions.rate498()) {
            throw GroqError.ofStatus(498, call.text("model"));
        }
        draw -= conditions.rate498();
        if (draw < conditions.rate5xx()) {
            throw GroqError.ofStatus(SERVER_ERRORS[call.random.nextInt(SERVER_ERRORS.length)], call.text("model"));
        }
    }
}
