package io.groqmeter.report;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Usage;
import java.util.Objects;
import java.util.OptionalLong;

/** The line printed for every metered call when {@code GROQ_DEBUG=true}. Immutable. */
public final class TrackedLine {

    private final Wording words;

    /** @param words the sentences of this package */
    public TrackedLine(Wording words) {
        this.words = words;
    }

    /** For example {@code TRACKED llama-3.1-8b-instant · 1,500 in + 800 out · $0.000139}; a count nobody told is a {@code ?}. */
    public String of(UsageRecord record) {
        Usage usage = record.usage();
        return words.say(
                "tracked",
                Objects.requireNonNullElse(record.call().model(), UsageSummary.NO_MODEL),
                count(usage.inputTokens()),
                count(usage.outputTokens()),
                Dollars.text(record.cost(), words.locale()));
    }

    private String count(OptionalLong tokens) {
        return tokens.isPresent() ? words.number(tokens.getAsLong()) : "?";
    }
}
