package io.groqmeter.gateway.alert;

import java.util.List;

/**
 * When to alert whom.
 *
 * @param name unique among the rules
 * @param condition that triggers it
 * @param channels that deliver it, at least one
 */
public record AlertRule(String name, Condition condition, List<String> channels) {

    /** The channel that always exists: a line in the gateway's log. */
    public static final String LOG = "log";

    public AlertRule {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a rule's name has 1 to 64 letters, digits and . _ -, not '" + name + "'");
        }
        channels = channels.stream().distinct().toList();
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("the rule '" + name + "' names no channel; 'log' always exists");
        }
    }
}
