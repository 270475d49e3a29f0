package io.groqmeter.gateway.local;

import io.groqmeter.usage.PlainDecimal;

/** A whole number among a request's parameters. */
public final class CountParameter {

    private CountParameter() {}

    /**
     * The value of that parameter.
     *
     * @param usual its value when the request does not give it
     * @param most the largest allowed; 1 is the smallest
     * @throws BadRequest when it is no such number
     */
    public static int of(LocalRequest request, String name, int usual, int most) {
        String said = request.parameter(name).orElse(Integer.toString(usual));
        try {
            int count = Integer.parseInt(said);
            if (count >= 1 && count <= most) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, in words
        }
        throw new BadRequest(
                "invalid_" + name, "'" + name + "' must be 1 to " + most + ", not '" + PlainDecimal.quoted(said) + "'");
    }
}
