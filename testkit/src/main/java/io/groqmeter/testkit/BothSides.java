package io.groqmeter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.simulator.book.Totals;
import io.groqmeter.store.UsageSums;

/** The meter's sums beside those of the simulated Groq. */
final class BothSides {

    private BothSides() {}

    static void assertAgree(UsageSums ours, Totals theirs, long calls) {
        assertThat(theirs.requests()).as("calls that arrived").isEqualTo(calls);
        assertThat(ours.calls()).as("calls").isEqualTo(calls);
        assertThat(ours.answered()).as("answered").isEqualTo(theirs.answered());
        assertThat(ours.inputTokens()).as("input").isEqualTo(theirs.tokens().input());
        assertThat(ours.cacheReadInputTokens())
                .as("cached")
                .isEqualTo(theirs.tokens().cached());
        assertThat(ours.outputTokens()).as("output").isEqualTo(theirs.tokens().output());
        assertThat(ours.cost()).as("cost").isEqualByComparingTo(theirs.cost());
    }
}
