package io.groqmeter.gateway.local;

import io.groqmeter.text.PlainDecimal;

/** An integer parameter of a request. */
public final class CountParameter {

    private CountParameter() {}

    /**
     * The value of that parameter.
     *
     * @param fallback the default
     * @param max the maximum; the minimum is 1
     * @throws BadRequest when it is out of range or not a number
     */
    public static int of(LocalRequest request, String name, int fallback, int max) {
        String text = request.parameter(name).orElse(Integer.toString(fallback));
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= max) {
                return count;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new BadRequest(
                "invalid_" + name, "'" + name + "' must be 1 to " + max + ", not '" + PlainDecimal.quoted(text) + "'");
    }
}
