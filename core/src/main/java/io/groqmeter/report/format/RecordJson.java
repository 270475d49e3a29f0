package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.pricing.Charge;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record as one JSON object, the same in every API and export: all that is known of a call. Money is a decimal string;
 * durations are seconds; what is not known is {@code null}, never 0.
 */
public final class RecordJson {

    private RecordJson() {}

    /** Writes the record as one object. */
    public static void write(JsonGenerator json, UsageRecord record) throws IOException {
        json.writeStartObject();
        fields(json, record);
        json.writeEndObject();
    }

    /** Writes the record's fields into an open object. */
    static void fields(JsonGenerator json, UsageRecord record) throws IOException {
        json.writeStringField("id", record.id());
        json.writeStringField("started_at", record.startedAt().toString());
        text(json, "request_id", record.requestId());
        json.writeNumberField("calls", record.calls());
        call(json, record.call());
        attribution(json, record.attribution());
        usage(json, record.usage());
        json.writeStringField("cost_usd", Dollars.digits(record.cost()));
        json.writeStringField("price_basis", record.rated().basis().label());
        text(json, "priced_as", record.pricedAs().orElse(null));
        json.writeArrayFieldStart("charges");
        for (Charge charge : record.rated().charges()) {
            charge(json, charge);
        }
        json.writeEndArray();
        timings(json, record.call().timings());
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

    private static void attribution(JsonGenerator json, Attribution attribution) throws IOException {
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
    }

    private static void charge(JsonGenerator json, Charge charge) throws IOException {
        json.writeStartObject();
        json.writeStringField("what", charge.what());
        json.writeStringField("model", charge.model());
        json.writeNumberField("quantity", charge.quantity());
        json.writeStringField("unit_price_usd", Dollars.digits(charge.unitPrice()));
        json.writeStringField("unit", charge.unit().label());
        json.writeNumberField("unit_size", charge.unit().size());
        json.writeStringField("amount_usd", Dollars.digits(charge.amount()));
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

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
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
            json.writeNumber(seconds(value.get()));
        }
    }

    /** A duration's seconds with every digit: {@code 36.712501}. */
    static String seconds(Duration duration) {
        BigDecimal fraction = BigDecimal.valueOf(duration.getNano(), 9);
        return Dollars.digits(BigDecimal.valueOf(duration.getSeconds()).add(fraction));
    }
}
