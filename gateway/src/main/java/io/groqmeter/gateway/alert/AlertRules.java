package io.groqmeter.gateway.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The rules in force: those of the file, which only the file changes, and those in the store. */
public final class AlertRules {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PolicyStore policies;
    private final List<AlertRule> ofFile;
    private final Set<String> channels;

    /**
     * @param ofFile the rules of the file
     * @param channels the configured channels, without the log
     */
    public AlertRules(PolicyStore policies, List<AlertRule> ofFile, Set<String> channels) {
        this.policies = policies;
        this.ofFile = List.copyOf(ofFile);
        this.channels = new TreeSet<>(channels);
        this.channels.add(AlertRule.LOG);
        ofFile.forEach(this::requireChannels);
    }

    /** All rules, those of the file first. */
    public List<AlertRule> all() {
        List<AlertRule> all = new ArrayList<>(ofFile);
        for (Policy policy : policies.list(PolicyKind.ALERT_RULE)) {
            if (!isOfFile(policy.id())) {
                all.add(read(policy.body()));
            }
        }
        return all;
    }

    private static AlertRule read(String body) {
        try {
            return AlertRuleJson.read(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a stored alert rule is corrupt", e);
        }
    }

    /** Whether that rule is defined in the file. */
    public boolean isOfFile(String name) {
        return ofFile.stream().anyMatch(rule -> rule.name().equals(name));
    }

    /**
     * Adds or replaces a rule.
     *
     * @throws IllegalArgumentException when the file has one of that name, or it names an unknown channel
     */
    public void put(AlertRule rule) {
        requireNotOfFile(rule.name());
        requireChannels(rule);
        policies.put(new Policy(
                PolicyKind.ALERT_RULE, rule.name(), AlertRuleJson.write(rule).toString()));
    }

    /**
     * Removes a rule; false when there is none.
     *
     * @throws IllegalArgumentException when it is defined in the file
     */
    public boolean remove(String name) {
        requireNotOfFile(name);
        return policies.remove(PolicyKind.ALERT_RULE, name);
    }

    private void requireNotOfFile(String name) {
        if (isOfFile(name)) {
            throw new IllegalArgumentException("the rule '" + name + "' is defined in alerts.json; change it there");
        }
    }

    private void requireChannels(AlertRule rule) {
        for (String channel : rule.channels()) {
            if (!channels.contains(channel)) {
                throw new IllegalArgumentException("the rule '" + rule.name() + "' names the channel '" + channel
                        + "', and alerts.json has " + String.join(", ", channels));
            }
        }
    }
}
