package io.groqmeter.store;

import java.util.Map;

/**
 * The exact sums of a group of records.
 *
 * @param group the group's value per dimension asked for; a dimension the records say nothing about (no project, say) is
 *     missing
 * @param sums the sums
 */
public record UsageRollup(Map<Dimension, String> group, UsageSums sums) {
    public UsageRollup {
        group = Map.copyOf(group);
    }
}
