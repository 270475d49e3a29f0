package io.groqmeter.store.json;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What releases before this one kept beside the first tool's seven keys: only how a record differed from the one that the keys and
 * the price list make. Such entries and lines are read; none is written any more.
 */
final class FormerExtension {

    private final Map<String, Object> more;

    private FormerExtension(Map<String, Object> more) {
        this.more = more;
    }

    /**
     * The whole record.
     *
     * @throws RuntimeException when a value is not what its key wants
     */
    static UsageRecord on(UsageRecord plain, Map<String, Object> more) {
        if (more.isEmpty()) {
            return plain;
        }
        FormerExtension reader = new FormerExtension(more);
        Object startedAt = more.get("started_at");
        return new UsageRecord(
                more.get("id") instanceof String id ? id : plain.id(),
                startedAt == null ? plain.startedAt() : Instant.parse((String) startedAt),
                reader.call(plain.call()),
                reader.attribution(plain.attribution()),
                reader.rated(plain.rated()),
                reader.text("request_id", plain.requestId()),
                reader.number("calls", plain.calls()));
    }

    private Call call(Call plain) {
        return new Call(
                more.get("endpoint") instanceof String label ? Endpoint.ofLabel(label) : plain.endpoint(),
                text("request_model", plain.requestModel()),
                text("response_model", plain.responseModel()),
                text("service_tier", plain.serviceTier()),
                text("response_id", plain.responseId()),
                more.get("streamed") instanceof Boolean streamed ? streamed : plain.streamed(),
                (int) number("status", plain.status()),
                more.get("outcome") instanceof String label ? Outcome.valueOf(upper(label)) : plain.outcome(),
                more.get("micros") instanceof Map<?, ?> micros ? timings(micros) : plain.timings());
    }

    private static Timings timings(Map<?, ?> micros) {
        return new Timings(
                duration(micros.get("queue")),
                duration(micros.get("prompt")),
                duration(micros.get("completion")),
                duration(micros.get("first_byte")),
                duration(micros.get("total")));
    }

    private Attribution attribution(Attribution plain) {
        return new Attribution(
                text("key", plain.key()),
                text("project", plain.project()),
                text("user", plain.user()),
                more.get("tags") instanceof Map<?, ?> tags ? tags(tags) : plain.tags());
    }

    private static Map<String, String> tags(Map<?, ?> map) {
        Map<String, String> tags = new HashMap<>();
        map.forEach((name, value) -> tags.put((String) name, (String) value));
        return tags;
    }

    private RatedUsage rated(RatedUsage plain) {
        return new RatedUsage(
                more.get("usage") instanceof Map<?, ?> usage ? usage(usage) : plain.usage(),
                plain.cost(),
                more.get("price_basis") instanceof String label ? PriceBasis.valueOf(upper(label)) : plain.basis(),
                more.get("charges") instanceof List<?> charges
                        ? charges.stream().map(FormerExtension::charge).toList()
                        : plain.charges());
    }

    private static Usage usage(Map<?, ?> map) {
        var usage = Usage.builder(UsageBasis.valueOf(upper(String.valueOf(map.get("basis")))))
                .inputTokens(count(map.get("input_tokens")))
                .cacheReadInputTokens(count(map.get("cache_read_input_tokens")))
                .outputTokens(count(map.get("output_tokens")))
                .reasoningOutputTokens(count(map.get("reasoning_output_tokens")))
                .audio(duration(map.get("audio_micros")))
                .characters(count(map.get("characters")));
        if (map.get("tools") instanceof List<?> tools) {
            usage.tools(tools.stream().map(FormerExtension::tool).toList());
        }
        List<ModelUsage> models = map.get("models") instanceof List<?> parts
                ? parts.stream().map(FormerExtension::part).toList()
                : List.of();
        boolean split = !Boolean.FALSE.equals(map.get("split"));
        return (split ? usage.splitOver(models) : usage.answeredByOneOf(models)).build();
    }

    private static ToolUse tool(Object list) {
        List<?> values = (List<?>) list;
        return new ToolUse((String) values.get(0), whole(values.get(1)));
    }

    private static ModelUsage part(Object list) {
        List<?> values = (List<?>) list;
        return new ModelUsage((String) values.get(0), whole(values.get(1)), whole(values.get(2)), whole(values.get(3)));
    }

    private static Charge charge(Object list) {
        List<?> values = (List<?>) list;
        return new Charge(
                (String) values.get(0),
                (String) values.get(1),
                whole(values.get(2)),
                PlainDecimal.parse((String) values.get(3)),
                unit((String) values.get(4)));
    }

    private static PricingUnit unit(String label) {
        return Arrays.stream(PricingUnit.values())
                .filter(unit -> unit.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no pricing unit is called " + label));
    }

    private @Nullable String text(String key, @Nullable String plain) {
        return more.containsKey(key) ? (String) more.get(key) : plain;
    }

    private long number(String key, long plain) {
        Object value = more.get(key);
        return value == null ? plain : whole(value);
    }

    private static OptionalLong count(@Nullable Object value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(whole(value));
    }

    private static Optional<Duration> duration(@Nullable Object micros) {
        return micros == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.multiplyExact(whole(micros), 1_000L)));
    }

    private static long whole(Object number) {
        return ((BigDecimal) number).longValueExact();
    }

    private static String upper(String label) {
        return label.toUpperCase(Locale.ROOT);
    }
}
