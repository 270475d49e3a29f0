package io.groqmeter.gateway.alert;

import io.groqmeter.usage.Window;
import java.util.List;
import java.util.Map;

/**
 * A match of a condition.
 *
 * @param about its subject, where a rule can match several; empty where it cannot
 * @param period in which it is reported once
 * @param sentence the message key
 * @param values the message's arguments
 * @param facts the same for programs
 */
record ConditionMatch(String about, Window period, String sentence, List<Object> values, Map<String, String> facts) {}
