package io.groqmeter.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /**
     * The order of a query's groups: by their values, dimension by dimension, a missing value first, text by its Unicode code
     * points (as bytes of UTF-8 sort).
     */
    public static Comparator<UsageRollup> inOrderOf(List<Dimension> by) {
        return (one, other) -> {
            for (Dimension dimension : by) {
                int order = compare(one.group.get(dimension), other.group.get(dimension));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** The order by falling cost, then falling count of calls, then as {@link #inOrderOf}. */
    public static Comparator<UsageRollup> dearestFirst(List<Dimension> by) {
        return Comparator.comparing((UsageRollup rollup) -> rollup.sums.cost())
                .thenComparing(rollup -> rollup.sums.calls())
                .reversed()
                .thenComparing(inOrderOf(by));
    }

    private static int compare(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? -1 : 1;
        }
        int shorter = Math.min(one.length(), other.length());
        for (int at = 0; at < shorter; at++) {
            char left = one.charAt(at);
            char right = other.charAt(at);
            if (left != right) {
                return Integer.compare(rank(left), rank(right));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Halves of the code points beyond 16 bits come after all whole characters. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x1_0000 : unit;
    }
}
