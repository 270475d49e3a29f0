package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.TokenCount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The output of a model for one chat request, independent of its format.
 *
 * @param reasoning words of visible reasoning, empty when there is none
 * @param words the answer, token by token; empty when the model calls functions instead
 * @param finish stop, length or tool_calls
 * @param parts the models that worked inside a compound system, empty for a single model
 */
record Generation(
        ModelTariff model,
        TokenCount tokens,
        Timing timing,
        List<String> reasoning,
        List<String> words,
        List<FunctionCall> calls,
        List<ExecutedTool> executed,
        String finish,
        List<Part> parts,
        long seed) {

    /** A call of one of the client's own functions. */
    record FunctionCall(String id, String name, String arguments) {

        ObjectNode json() {
            ObjectNode call = Json.object().put("id", id).put("type", "function");
            call.putObject("function").put("name", name).put("arguments", arguments);
            return call;
        }
    }

    /** A run of one of Groq's own tools. */
    record ExecutedTool(int index, String type, String arguments, String output) {

        /** Its form when the run begins. */
        ObjectNode begun() {
            return Json.object().put("index", index).put("type", type).put("arguments", arguments);
        }

        ObjectNode done() {
            ObjectNode tool = begun().put("output", output);
            if (type.contains("search")) {
                tool.putObject("search_results")
                        .putArray("results")
                        .addObject()
                        .put("title", "A page about meters")
                        .put("url", "https://example.com/meters")
                        .put("content", output)
                        .put("score", 0.75);
            }
            return tool;
        }
    }

    /** The share of one model in a compound generation. */
    record Part(ModelTariff model, TokenCount tokens, Timing timing) {}

    String reasoningText() {
        return String.join("", reasoning);
    }

    String text() {
        return String.join("", words);
    }

    /** Runs of Groq's own tools by type. */
    Map<String, Integer> toolRuns() {
        Map<String, Integer> runs = new LinkedHashMap<>();
        executed.forEach(tool -> runs.merge(tool.type(), 1, Integer::sum));
        return runs;
    }
}
