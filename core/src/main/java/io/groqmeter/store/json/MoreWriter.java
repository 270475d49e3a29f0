package io.groqmeter.store.json;

import io.groqmeter.pricing.Charge;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a record says that the first tool's seven fields do not: the differences from the record those fields make alone. */
final class MoreWriter {

    private final Map<String, Object> more = new LinkedHashMap<>();

    private MoreWriter() {}

    /**
     * The differences; empty when there are none.
     *
     * @param record what is to be written
     * @param plain what the seven fields make of it
     */
    static Map<String, Object> of(UsageRecord record, UsageRecord plain) {
        if (record.equals(plain)) {
            return Map.of();
        }
        MoreWriter writer = new MoreWriter();
        writer.put("id", record.id(), plain.id());
        writer.put(
                "started_at", record.startedAt().toString(), plain.startedAt().toString());
        writer.put("request_id", record.requestId(), plain.requestId());
        writer.put("calls", record.calls(), plain.calls());
        writer.call(record.call(), plain.call());
        writer.attribution(record.attribution(), plain.attribution());
        writer.put("usage", usage(record.usage()), usage(plain.usage()));
        writer.put(
                "price_basis",
                record.rated().basis().label(),
                plain.rated().basis().label());
        writer.put("charges", charges(record), charges(plain));
        return writer.more;
    }

    private void call(Call call, Call plain) {
        put("endpoint", call.endpoint().label(), plain.endpoint().label());
        put("request_model", call.requestModel(), plain.requestModel());
        put("response_model", call.responseModel(), plain.responseModel());
        put("service_tier", call.serviceTier(), plain.serviceTier());
        put("response_id", call.responseId(), plain.responseId());
        put("streamed", call.streamed(), plain.streamed());
        put("status", call.status(), plain.status());
        put("outcome", call.outcome().label(), plain.outcome().label());
        put("micros", micros(call.timings()), micros(plain.timings()));
    }

    private void attribution(Attribution attribution, Attribution plain) {
        put("key", attribution.key(), plain.key());
        put("project", attribution.project(), plain.project());
        put("user", attribution.user(), plain.user());
        put("tags", new TreeMap<>(attribution.tags()), plain.tags());
    }

    private static Map<String, Object> micros(Timings timings) {
        Map<String, Object> map = new LinkedHashMap<>();
        micros(map, "queue", timings.queue());
        micros(map, "prompt", timings.prompt());
        micros(map, "completion", timings.completion());
        micros(map, "first_byte", timings.firstByte());
        micros(map, "total", timings.total());
        return map;
    }

    private static Map<String, Object> usage(Usage usage) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("basis", usage.basis().label());
        count(map, "input_tokens", usage.inputTokens());
        count(map, "cache_read_input_tokens", usage.cacheReadInputTokens());
        count(map, "output_tokens", usage.outputTokens());
        count(map, "reasoning_output_tokens", usage.reasoningOutputTokens());
        micros(map, "audio_micros", usage.audio());
        count(map, "characters", usage.characters());
        if (!usage.tools().isEmpty()) {
            map.put(
                    "tools",
                    usage.tools().stream()
                            .map(use -> List.of(use.tool(), use.uses()))
                            .toList());
        }
        if (!usage.models().isEmpty()) {
            map.put(
                    "models",
                    usage.models().stream()
                            .map(part -> List.of(
                                    part.model(), part.inputTokens(), part.cacheReadInputTokens(), part.outputTokens()))
                            .toList());
        }
        if (!usage.split()) {
            map.put("split", false);
        }
        return map;
    }

    private static List<Object> charges(UsageRecord record) {
        return record.rated().charges().stream().map(MoreWriter::charge).toList();
    }

    private static Object charge(Charge charge) {
        return List.of(
                charge.what(),
                charge.model(),
                charge.quantity(),
                charge.unitPrice().toPlainString(),
                charge.unit().label());
    }

    private static void count(Map<String, Object> map, String name, OptionalLong count) {
        if (count.isPresent()) {
            map.put(name, count.getAsLong());
        }
    }

    private static void micros(Map<String, Object> map, String name, Optional<Duration> duration) {
        duration.ifPresent(length -> map.put(name, length.toNanos() / 1_000));
    }

    private void put(String name, @Nullable Object value, @Nullable Object plain) {
        if (!Objects.equals(value, plain)) {
            more.put(name, value);
        }
    }
}
