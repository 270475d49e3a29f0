package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.ToolUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The built-in tools that ran, by their names in the price list.
 *
 * <p>GPT-OSS models run {@code browser.search}, {@code browser.open} and {@code python}; Compound runs {@code search},
 * {@code visit} and others of its own at other prices, which keep the names Groq gives them.
 */
final class ExecutedTools {

    /** More than any one call runs; what a hostile answer lists beyond is not counted. */
    private static final int MOST = 1_000;

    private static final Map<String, String> PRICED_AS =
            Map.of("browser_search", "browser.search", "browser_open", "browser.open");

    private final boolean streamed;
    private final List<String> ran = new ArrayList<>();
    private final Set<Long> indexes = new HashSet<>();
    private OptionalLong index = OptionalLong.empty();
    private @Nullable String type;
    private @Nullable String name;
    private @Nullable String item;

    ExecutedTools(boolean streamed) {
        this.streamed = streamed;
    }

    /** The list starts, or starts anew. */
    void clear() {
        ran.clear();
        indexes.clear();
    }

    void begin() {
        index = OptionalLong.empty();
        type = null;
        name = null;
        item = null;
    }

    void note(AnswerPlace place, JsonValue value) {
        switch (place) {
            case EXECUTED_INDEX -> index = value.count();
            case EXECUTED_TYPE -> type = value.text(type);
            case EXECUTED_NAME, OUTPUT_ACTION -> name = value.text(name);
            case OUTPUT_TYPE -> item = value.text(item);
            default -> {}
        }
    }

    /** One tool is told. A stream tells each twice under the same index: as it starts, and again with its result. */
    void end() {
        String tool = item == null ? executed() : builtInCall(item);
        if (tool == null || ran.size() == MOST) {
            return;
        }
        boolean again = streamed && index.isPresent() && !indexes.add(index.getAsLong());
        if (!again) {
            ran.add(tool);
        }
    }

    private @Nullable String executed() {
        String told =
                name != null && (type == null || type.equals("function") || name.startsWith("browser.")) ? name : type;
        return told == null ? null : PRICED_AS.getOrDefault(told, told);
    }

    /** The tool behind an item of a Responses answer; null for messages, reasoning and the caller's own functions. */
    private @Nullable String builtInCall(String item) {
        return switch (item) {
            case "web_search_call" -> "open_page".equals(name) ? "browser.open" : "browser.search";
            case "code_interpreter_call" -> "python";
            default -> null;
        };
    }

    List<ToolUse> uses() {
        if (ran.isEmpty()) {
            return List.of();
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        ran.forEach(tool -> counts.merge(tool, 1L, Long::sum));
        List<ToolUse> uses = new ArrayList<>();
        counts.forEach((tool, count) -> uses.add(new ToolUse(tool, count)));
        return uses;
    }
}
