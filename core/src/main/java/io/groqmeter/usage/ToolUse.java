package io.groqmeter.usage;

/**
 * Uses of one built-in tool in one call.
 *
 * @param tool the tool's name in the price list, e.g. {@code browser.search}
 * @param uses how often it ran; at least 1
 */
public record ToolUse(String tool, long uses) {
    public ToolUse {
        if (uses < 1) {
            throw new IllegalArgumentException("a tool use counts at least 1, not " + uses);
        }
    }
}
