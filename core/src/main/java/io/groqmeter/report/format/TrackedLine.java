package io.groqmeter.report.format;

import io.groqmeter.report.Messages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.OneLine;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The line printed for every metered call when {@code GROQ_DEBUG=true}. Immutable. */
public final class TrackedLine {

    private final Messages words;

    /** @param words the texts of this package */
    public TrackedLine(Messages words) {
        this.words = words;
    }

    /**
     * For example {@code TRACKED llama-3.1-8b-instant · 1,500 in + 800 out · $0.000139}; an unknown count is a {@code ?}, and a
     * call that did not complete says how it ended.
     */
    public String of(UsageRecord record) {
        Call call = record.call();
        boolean fine = call.outcome() == Outcome.COMPLETED;
        return OneLine.of(Stream.of(
                        "TRACKED "
                                + Objects.requireNonNullElse(
                                        call.model(), call.endpoint().label()),
                        quantities(record.usage()),
                        Dollars.text(record.cost(), words.locale()),
                        fine ? "" : call.status() + " " + call.outcome().label())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · ")));
    }

    private String quantities(Usage usage) {
        OptionalLong seconds = usage.billedAudioSeconds();
        if (seconds.isPresent()) {
            return words.say("tracked.audio", words.number(seconds.getAsLong()));
        }
        if (usage.characters().isPresent()) {
            return words.say(
                    "tracked.characters", words.number(usage.characters().getAsLong()));
        }
        boolean nothing = usage.equals(Usage.nothing());
        return nothing ? "" : words.say("tracked.tokens", count(usage.inputTokens()), count(usage.outputTokens()));
    }

    private String count(OptionalLong tokens) {
        return tokens.isPresent() ? words.number(tokens.getAsLong()) : "?";
    }
}
