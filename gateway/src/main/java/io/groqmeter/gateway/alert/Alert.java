package io.groqmeter.gateway.alert;

import io.groqmeter.report.OneLine;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody is told.
 *
 * @param id the same for every channel and every attempt, so that a receiver can drop what it has had
 * @param rule the name of the rule that tells
 * @param at when it was decided
 * @param periodEnd until when the rule says no more of the same
 * @param text one sentence for people, on one line, whatever is in the names it tells
 * @param facts the same in words for programs; money as decimals with every digit
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
