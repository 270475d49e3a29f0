package io.groqmeter.groq;

import io.groqmeter.groq.json.JsonValue;
import io.groqmeter.usage.ToolUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The built-in tools that ran, by their names in the price list, with their number of uses. A stream reports a tool twice: as it starts,
 * and again with its result; a Responses stream repeats the whole list so far.
 *
 * <p>GPT-OSS models run {@code browser.search}, {@code browser.open} and {@code python}; Compound runs {@code search},
 * {@code visit} and others of its own at other prices, which keep the names Groq gives them. A tool of an MCP server is none of
 * Groq's, whatever it is called.
 */
final class ExecutedTools {

    /** More than any one call runs; what a hostile answer lists beyond is not counted. */
    private static final int MOST = 1_000;

    private static final String MCP = "mcp";

    private static final Map<String, String> PRICED_AS = Map.of(
            "browser_search", "browser.search",
            "browser_open", "browser.open",
            "browser_find", "browser.find");

    /**
     * What identifies a tool without an index in a stream.
     *
     * @param arguments a hash of them
     * @param finished whether its result came with it
     */
    private record Unnumbered(String tool, long arguments, boolean finished) {}

    private final boolean streamed;
    private final Map<String, Long> ran = new LinkedHashMap<>();
    private final Set<Long> indexes = new HashSet<>();
    private final Map<Unnumbered, Long> unnumbered = new LinkedHashMap<>();
    private final Map<Object, Long> inThisList = new HashMap<>();
    private OptionalLong index = OptionalLong.empty();
    private @Nullable String type;
    private @Nullable String name;
    private @Nullable String item;
    private long arguments;
    private boolean ofServer;
    private boolean finished;

    ExecutedTools(boolean streamed) {
        this.streamed = streamed;
    }

    /** A list starts, perhaps a repetition. */
    void beginList() {
        inThisList.clear();
    }

    void begin() {
        index = OptionalLong.empty();
        type = null;
        name = null;
        item = null;
        arguments = 0;
        ofServer = false;
        finished = false;
    }

    void note(AnswerPlace place, JsonValue value) {
        switch (place) {
            case EXECUTED_INDEX -> index = value.count();
            case EXECUTED_TYPE -> type = value.textOr(type);
            case EXECUTED_NAME, OUTPUT_ACTION -> name = value.textOr(name);
            case EXECUTED_SERVER -> ofServer |= value.saysSomething();
            case EXECUTED_ARGUMENTS -> arguments = value.fingerprint();
            case EXECUTED_RESULT -> finished |= value.isString() && value.utf8Bytes() > 0;
            case OUTPUT_TYPE -> item = value.textOr(item);
            default -> {}
        }
    }

    /** One tool ends. */
    void end() {
        String tool = item == null ? executed() : builtInCall(item);
        if (tool == null) {
            return;
        }
        if (item != null) {
            ran.merge(tool, timesInThisList(tool), Math::max);
        } else if (!streamed) {
            count(ran, tool);
        } else if (index.isEmpty()) {
            Unnumbered use = new Unnumbered(tool, arguments, finished);
            long times = timesInThisList(use);
            if (unnumbered.size() < MOST || unnumbered.containsKey(use)) {
                unnumbered.merge(use, times, Math::max);
            }
        } else if (indexes.size() < MOST && indexes.add(index.getAsLong())) {
            count(ran, tool);
        }
    }

    private long timesInThisList(Object tool) {
        count(inThisList, tool);
        return inThisList.getOrDefault(tool, 1L);
    }

    private static <T> void count(Map<T, Long> counts, T what) {
        if (counts.size() < MOST || counts.containsKey(what)) {
            counts.merge(what, 1L, (before, one) -> Math.min(before + one, MOST));
        }
    }

    /** Its price is by type; the name only says which function, or which use of the browser, it is. */
    private @Nullable String executed() {
        if (ofServer || (type != null && type.startsWith(MCP))) {
            return MCP;
        }
        boolean named = name != null
                && (type == null
                        || type.equals("function")
                        || (type.startsWith("browser") && name.startsWith("browser")));
        String use = named ? name : type;
        return use == null ? null : PRICED_AS.getOrDefault(use, use);
    }

    /** The tool behind an item of a Responses answer; null for messages, reasoning and what the caller runs himself. */
    private @Nullable String builtInCall(String item) {
        return switch (item) {
            case "web_search_call" -> webSearch(name == null ? "search" : name);
            case "code_interpreter_call" -> "python";
            case "mcp_call" -> MCP;
            case "function_call",
                    "custom_tool_call",
                    "computer_call",
                    "local_shell_call",
                    "shell_call",
                    "apply_patch_call" -> null;
            default -> item.endsWith("_call") ? item.substring(0, item.length() - "_call".length()) : null;
        };
    }

    private static String webSearch(String action) {
        return switch (action) {
            case "open_page" -> "browser.open";
            case "find", "find_in_page" -> "browser.find";
            default -> "browser.search";
        };
    }

    List<ToolUse> uses() {
        if (ran.isEmpty() && unnumbered.isEmpty()) {
            return List.of();
        }
        Map<String, Long> started = new LinkedHashMap<>(ran);
        Map<String, Long> ended = new LinkedHashMap<>();
        unnumbered.forEach((use, times) -> (use.finished ? ended : started).merge(use.tool, times, Long::sum));
        ended.forEach((tool, times) -> started.merge(tool, times, Math::max));
        List<ToolUse> uses = new ArrayList<>();
        started.forEach((tool, count) -> uses.add(new ToolUse(tool, Math.min(count, MOST))));
        return uses;
    }
}
