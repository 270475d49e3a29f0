package io.groqmeter.simulator.book;

/**
 * The token counts of one generation.
 *
 * @param input every prompt token, including cached ones
 * @param cached prompt tokens from the prompt cache; a part of {@code input}
 * @param output every generated token, including reasoning
 * @param reasoning generated tokens spent on reasoning; a part of {@code output}
 */
public record TokenCount(long input, long cached, long output, long reasoning) {

    public static final TokenCount NONE = new TokenCount(0, 0, 0, 0);

    public TokenCount {
        if (cached > input || reasoning > output || cached < 0 || reasoning < 0) {
            throw new IllegalArgumentException(
                    "cached tokens are a part of the input and reasoning tokens of the output," + " got input=" + input
                            + " cached=" + cached + " output=" + output + " reasoning=" + reasoning);
        }
    }

    public long total() {
        return input + output;
    }

    public TokenCount plus(TokenCount more) {
        return new TokenCount(
                input + more.input, cached + more.cached, output + more.output, reasoning + more.reasoning);
    }
}
