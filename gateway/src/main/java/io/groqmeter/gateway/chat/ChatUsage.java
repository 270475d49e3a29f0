package io.groqmeter.gateway.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.Usage;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The usage and cost in {@code /chat}'s answers. */
final class ChatUsage {

    private ChatUsage() {}

    /** Adds {@code model}, {@code request_id} and {@code usage}; unknown counts are null. */
    static void add(ObjectNode to, @Nullable UsageRecord record) {
        if (record == null) {
            to.putNull("usage");
            return;
        }
        Usage usage = record.usage();
        to.put("model", record.call().model());
        to.put("request_id", record.id());
        ObjectNode json = to.putObject("usage");
        put(json, "input_tokens", usage.inputTokens());
        put(json, "output_tokens", usage.outputTokens());
        put(json, "cached_input_tokens", usage.cacheReadInputTokens());
        json.put("total_tokens", usage.totalTokens());
        json.put("cost_usd", Dollars.digits(record.cost()));
        json.put("usage_basis", usage.basis().label());
        json.put("price_basis", record.rated().basis().label());
    }

    private static void put(ObjectNode json, String field, OptionalLong count) {
        json.set(
                field,
                count.isPresent()
                        ? JsonNodeFactory.instance.numberNode(count.getAsLong())
                        : JsonNodeFactory.instance.nullNode());
    }
}
