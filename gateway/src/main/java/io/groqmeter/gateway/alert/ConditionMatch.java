package io.groqmeter.gateway.alert;

import io.groqmeter.usage.Window;
import java.util.List;
import java.util.Map;

/**
 * That a condition holds.
 *
 * @param about what exactly, where a rule can find several things at once; empty where it cannot
 * @param period the stretch in which it is told once
 * @param sentence the key of the sentence for people
 * @param values the sentence's places
 * @param facts the same for programs
 */
record ConditionMatch(String about, Window period, String sentence, List<Object> values, Map<String, String> facts) {}
