package io.groqmeter.groq;

import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Usage;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An answer as text, one line for each thing it tells: what the golden files hold. */
final class AnswerText {

    private AnswerText() {}

    static String of(AnswerSummary answer, boolean ended) {
        StringBuilder text = new StringBuilder();
        line(text, "model", answer.model());
        line(text, "id", answer.id());
        line(text, "tier", answer.serviceTier());
        line(text, "created", answer.created().orElse(null));
        usage(text, answer.usage());
        line(text, "queue", answer.timings().queue().orElse(null));
        line(text, "prompt", answer.timings().prompt().orElse(null));
        line(text, "completion", answer.timings().completion().orElse(null));
        if (answer.outputBytes() > 0) {
            line(text, "text", answer.outputChunks() + " pieces, " + answer.outputBytes() + " bytes");
        }
        text.append(answer.brokenOff() ? "broken off\n" : "").append(ended ? "ended\n" : "");
        answer.lines().forEach(line -> line(text, "line", of(line)));
        return text.toString();
    }

    private static void usage(StringBuilder text, Usage usage) {
        line(text, "basis", usage.basis().label());
        line(text, "input", count(usage.inputTokens()));
        line(text, "cached", count(usage.cacheReadInputTokens()));
        line(text, "output", count(usage.outputTokens()));
        line(text, "reasoning", count(usage.reasoningOutputTokens()));
        line(text, "audio", usage.audio().orElse(null));
        line(text, "characters", count(usage.characters()));
        usage.tools().forEach(tool -> line(text, "tool", tool.tool() + " " + tool.uses()));
        for (ModelUsage model : usage.models()) {
            line(
                    text,
                    usage.split() ? "part" : "candidate",
                    "%s %d (%d cached) %d"
                            .formatted(
                                    model.model(),
                                    model.inputTokens(),
                                    model.cacheReadInputTokens(),
                                    model.outputTokens()));
        }
    }

    private static String of(BatchLine line) {
        StringJoiner words = new StringJoiner(" ");
        words.add(line.requestId()).add(String.valueOf(line.status()));
        AnswerSummary answer = line.answer();
        word(words, "model", answer.model());
        word(words, "id", answer.id());
        word(words, "tier", answer.serviceTier());
        word(words, "created", answer.created().orElse(null));
        word(words, "basis", answer.usage().basis().label());
        word(words, "input", count(answer.usage().inputTokens()));
        word(words, "output", count(answer.usage().outputTokens()));
        word(words, "audio", answer.usage().audio().orElse(null));
        word(words, "text", answer.outputBytes() == 0 ? null : answer.outputBytes());
        return words.toString();
    }

    private static @Nullable Long count(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : null;
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(name).append(": ").append(value).append('\n');
        }
    }

    private static void word(StringJoiner words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name + "=" + value);
        }
    }
}
