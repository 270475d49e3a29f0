package io.groqmeter.gateway.local;

import io.groqmeter.usage.PlainDecimal;

/** A whole number among a request's parameters. */
public final class CountParameter {

    private CountParameter() {}

    /**
     * The value of that parameter.
     *
     * @param fallback its value when the request does not give it
     * @param max the largest allowed; 1 is the smallest
     * @throws BadRequest when it is no such number
     */
    public static int of(LocalRequest request, String name, int fallback, int max) {
        String text = request.parameter(name).orElse(Integer.toString(fallback));
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= max) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, in words
        }
        throw new BadRequest(
                "invalid_" + name, "'" + name + "' must be 1 to " + max + ", not '" + PlainDecimal.quoted(text) + "'");
    }
}
