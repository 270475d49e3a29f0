package io.groqmeter.gateway.alert;

import io.groqmeter.text.OneLine;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A notification to people.
 *
 * @param id the same for every channel and attempt, so that receivers can deduplicate
 * @param rule the name of its rule
 * @param at when it was decided
 * @param periodEnd until when the rule does not repeat it
 * @param text one sentence for people, on one line, whatever names it contains
 * @param facts the same for programs; money as decimals with every digit
 */
public record Alert(String id, String rule, Instant at, Instant periodEnd, String text, Map<String, String> facts) {

    public Alert {
        text = OneLine.of(text);
        facts = Map.copyOf(facts);
    }

    /** The facts by name. */
    public Map<String, String> factsInOrder() {
        return new TreeMap<>(facts);
    }
}
