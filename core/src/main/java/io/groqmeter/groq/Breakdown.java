package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.UsageBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The split of a Compound call over the models that answered it: {@code usage_breakdown}. Not thread-safe. */
final class Breakdown {

    /** More models than any Compound call uses; a hostile answer's further entries are left out. */
    private static final int MOST_PARTS = 100;

    private record Part(String model, TokenCounts counts) {}

    private final boolean streamed;
    private List<Part> parts = List.of();
    private List<Part> reading = List.of();
    private @Nullable TokenCounts part;
    private @Nullable String model;

    Breakdown(boolean streamed) {
        this.streamed = streamed;
    }

    /** A list begins; it may repeat an earlier one. */
    void begin() {
        reading = new ArrayList<>();
    }

    void beginPart() {
        part = new TokenCounts();
        model = null;
    }

    /** Whether the current value is in a part. */
    boolean inPart() {
        return part != null;
    }

    /** Notes a value in a part. */
    void note(AnswerPlace place, JsonValue value) {
        if (place == AnswerPlace.PART_MODEL) {
            model = value.textOr(model);
        } else if (part != null) {
            part.note(place, value);
        }
    }

    void endPart() {
        if (part != null && model != null && part.reported() && reading.size() < MOST_PARTS) {
            reading.add(new Part(model, part));
        }
        part = null;
    }

    /** A part that was cut off is none. */
    void leave() {
        part = null;
    }

    /** Ends the list: a repetition of an earlier list takes nothing back, and a shorter one is ignored. */
    void end() {
        if (isRepetition()) {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).counts.merge(reading.get(i).counts);
            }
        } else if (reading.size() >= parts.size()) {
            parts = reading;
        }
    }

    private boolean isRepetition() {
        return models(parts).equals(models(reading));
    }

    private static List<String> models(List<Part> parts) {
        return parts.stream().map(Part::model).toList();
    }

    private static List<TokenCounts> counts(List<Part> parts) {
        return parts.stream().map(part -> part.counts.reconciled(false)).toList();
    }

    /** Completes the whole from the parts, where the answer does not report it. */
    void fill(TokenCounts whole) {
        if (parts.isEmpty()) {
            return;
        }
        List<TokenCounts> counts = counts(parts);
        TokenCounts first = counts.get(0);
        if (streamed && counts.stream().allMatch(first::equal)) {
            whole.fillFrom(first);
        } else {
            whole.fillFrom(sum(counts));
        }
    }

    private static TokenCounts sum(List<TokenCounts> counts) {
        TokenCounts sum = TokenCounts.none();
        counts.forEach(sum::add);
        return sum;
    }

    /**
     * Writes down the split, or only who answered: a Compound stream repeats the total for every model, and then nobody can tell
     * who used what.
     */
    void writeTo(UsageBuilder usage, TokenCounts whole) {
        if (parts.isEmpty()) {
            return;
        }
        List<ModelUsage> models = parts.stream()
                .map(part -> part.counts.reconciled(false).of(part.model))
                .toList();
        if (whole.complete() && sum(counts(parts)).equal(whole)) {
            usage.splitOver(models);
        } else {
            usage.answeredByOneOf(models);
        }
    }
}
