package io.groqmeter.store.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Charge;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as one JSON object, the same in every API, export, line and file: all that is known of a call, charges and prices
 * included. Money is a decimal string; durations are seconds; what is not known is {@code null}, never 0.
 *
 * <p>Version 1, of releases before this one, had neither {@code object} and {@code version} nor the models of a Compound call.
 */
public final class UsageRecordJson {

    static final String OBJECT = "usage_record";
    static final int VERSION = 2;

    private static final JsonFactory JSON = new JsonFactory();

    private UsageRecordJson() {}

    /** The record on one line, without a line end. */
    public static String text(UsageRecord record) {
        StringWriter text = new StringWriter(1_024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes the record as one object. */
    public static void write(JsonGenerator json, UsageRecord record) throws IOException {
        json.writeStartObject();
        writeFields(json, record);
        json.writeEndObject();
    }

    /** Writes the record's fields into an open object. */
    public static void writeFields(JsonGenerator json, UsageRecord record) throws IOException {
        json.writeStringField("object", OBJECT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("id", record.id());
        json.writeStringField("started_at", record.startedAt().toString());
        text(json, "request_id", record.requestId());
        json.writeNumberField("calls", record.calls());
        call(json, record.call());
        attribution(json, record.attribution());
        usage(json, record.usage());
        json.writeStringField("cost_usd", PlainDecimal.of(record.cost()));
        json.writeStringField("price_basis", record.rated().basis().label());
        text(json, "priced_as", record.pricedAs().orElse(null));
        json.writeArrayFieldStart("charges");
        for (Charge charge : record.rated().charges()) {
            charge(json, charge);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unpriced_tools");
        for (String tool : record.rated().unpricedTools()) {
            json.writeString(tool);
        }
        json.writeEndArray();
        timings(json, record.call().timings());
    }

    /** Whether a JSON object is a record, of whatever version. */
    public static boolean isOne(Map<String, Object> values) {
        return OBJECT.equals(values.get("object"))
                || (values.containsKey("started_at") && values.containsKey("charges"));
    }

    /**
     * The record that a JSON object is.
     *
     * @param values as {@link JsonTree} reads them
     * @throws IllegalArgumentException when a field is missing, unknown or not what it must be, or when a newer version wrote it;
     *     the message says which
     */
    public static UsageRecord read(Map<String, Object> values) {
        return UsageRecordFields.read(values);
    }

    private static void call(JsonGenerator json, Call call) throws IOException {
        json.writeStringField("endpoint", call.endpoint().label());
        text(json, "model", call.model());
        text(json, "request_model", call.requestModel());
        text(json, "response_model", call.responseModel());
        text(json, "response_id", call.responseId());
        text(json, "service_tier", call.serviceTier());
        json.writeBooleanField("streamed", call.streamed());
        json.writeNumberField("status", call.status());
        json.writeStringField("outcome", call.outcome().label());
    }

    static void attribution(JsonGenerator json, Attribution attribution) throws IOException {
        text(json, "key", attribution.key());
        text(json, "project", attribution.project());
        text(json, "user", attribution.user());
        json.writeObjectFieldStart("tags");
        for (var tag : new TreeMap<>(attribution.tags()).entrySet()) {
            json.writeStringField(tag.getKey(), tag.getValue());
        }
        json.writeEndObject();
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeStringField("usage_basis", usage.basis().label());
        number(json, "input_tokens", usage.inputTokens());
        number(json, "cache_read_input_tokens", usage.cacheReadInputTokens());
        number(json, "output_tokens", usage.outputTokens());
        number(json, "reasoning_output_tokens", usage.reasoningOutputTokens());
        seconds(json, "audio_seconds", usage.audio());
        number(json, "billed_audio_seconds", usage.billedAudioSeconds());
        number(json, "characters", usage.characters());
        json.writeObjectFieldStart("tools");
        for (ToolUse use : usage.tools()) {
            json.writeNumberField(use.tool(), use.uses());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("models");
        for (ModelUsage part : usage.models()) {
            model(json, part);
        }
        json.writeEndArray();
        json.writeBooleanField("models_split", usage.split());
    }

    private static void model(JsonGenerator json, ModelUsage part) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", part.model());
        json.writeNumberField("input_tokens", part.inputTokens());
        json.writeNumberField("cache_read_input_tokens", part.cacheReadInputTokens());
        json.writeNumberField("output_tokens", part.outputTokens());
        json.writeEndObject();
    }

    private static void charge(JsonGenerator json, Charge charge) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", charge.what());
        json.writeStringField("model", charge.model());
        json.writeNumberField("quantity", charge.quantity());
        json.writeStringField("unit_price_usd", PlainDecimal.of(charge.unitPrice()));
        json.writeStringField("unit", charge.unit().label());
        json.writeNumberField("unit_size", charge.unit().size());
        json.writeStringField("amount_usd", PlainDecimal.of(charge.amount()));
        json.writeEndObject();
    }

    private static void timings(JsonGenerator json, Timings timings) throws IOException {
        json.writeObjectFieldStart("seconds");
        seconds(json, "queue", timings.queue());
        seconds(json, "prompt", timings.prompt());
        seconds(json, "completion", timings.completion());
        seconds(json, "first_byte", timings.firstByte());
        seconds(json, "total", timings.total());
        json.writeEndObject();
    }

    static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isEmpty()) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    private static void seconds(JsonGenerator json, String name, Optional<Duration> value) throws IOException {
        json.writeFieldName(name);
        if (value.isEmpty()) {
            json.writeNull();
        } else {
            json.writeNumber(PlainDecimal.seconds(value.get()));
        }
    }
}
