package io.groqmeter.store.codec;

import io.groqmeter.pricing.Charge;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PricingUnit;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what {@link UsageRecordJson} writes. Fields that follow from others are accepted and not looked at. */
final class UsageRecordFields {

    static final Map<String, Endpoint> ENDPOINTS = JsonFields.byLabel(Endpoint.values(), Endpoint::label);

    private static final Map<String, Outcome> OUTCOMES = JsonFields.byLabel(Outcome.values(), Outcome::label);
    private static final Map<String, PriceBasis> PRICE_BASES =
            JsonFields.byLabel(PriceBasis.values(), PriceBasis::label);
    private static final Map<String, UsageBasis> USAGE_BASES =
            JsonFields.byLabel(UsageBasis.values(), UsageBasis::label);
    private static final Map<String, PricingUnit> UNITS = JsonFields.byLabel(PricingUnit.values(), PricingUnit::label);

    private UsageRecordFields() {}

    static UsageRecord read(Map<String, Object> values) {
        JsonFields fields = JsonFields.of(UsageRecordJson.OBJECT, UsageRecordJson.VERSION, values);
        UsageRecord record = new UsageRecord(
                fields.text("id"),
                fields.instant("started_at"),
                call(fields),
                attribution(fields),
                rated(fields),
                fields.optionalText("request_id"),
                fields.number("calls"));
        fields.ignore("model", "billed_audio_seconds", "priced_as", "unpriced_tools", "charges_sum_usd", "price_rows");
        fields.refuseOthers();
        return record;
    }

    private static Call call(JsonFields fields) {
        return new Call(
                fields.oneOf("endpoint", ENDPOINTS),
                fields.optionalText("request_model"),
                fields.optionalText("response_model"),
                fields.optionalText("service_tier"),
                fields.optionalText("response_id"),
                fields.flag("streamed"),
                fields.smallNumber("status"),
                fields.oneOf("outcome", OUTCOMES),
                timings(fields.object("seconds")));
    }

    private static Timings timings(JsonFields seconds) {
        Timings timings = new Timings(
                seconds.seconds("queue"),
                seconds.seconds("prompt"),
                seconds.seconds("completion"),
                seconds.seconds("first_byte"),
                seconds.seconds("total"));
        seconds.refuseOthers();
        return timings;
    }

    static Attribution attribution(JsonFields fields) {
        JsonFields tags = fields.object("tags");
        Map<String, String> texts = tags.all(tags::text);
        return new Attribution(
                fields.optionalText("key"), fields.optionalText("project"), fields.optionalText("user"), texts);
    }

    private static RatedUsage rated(JsonFields fields) {
        return new RatedUsage(
                usage(fields),
                fields.amount("cost_usd"),
                fields.oneOf("price_basis", PRICE_BASES),
                fields.objects("charges", UsageRecordFields::charge));
    }

    private static Usage usage(JsonFields fields) {
        UsageBuilder usage = Usage.builder(fields.oneOf("usage_basis", USAGE_BASES))
                .inputTokens(fields.optionalNumber("input_tokens"))
                .cacheReadInputTokens(fields.optionalNumber("cache_read_input_tokens"))
                .outputTokens(fields.optionalNumber("output_tokens"))
                .reasoningOutputTokens(fields.optionalNumber("reasoning_output_tokens"))
                .audio(fields.seconds("audio_seconds"))
                .characters(fields.optionalNumber("characters"));
        List<ToolUse> tools = new ArrayList<>();
        JsonFields uses = fields.object("tools");
        uses.all(uses::number).forEach((tool, count) -> tools.add(new ToolUse(tool, count)));
        usage.tools(tools);
        if (!fields.has("models")) {
            return usage.build();
        }
        List<ModelUsage> models = fields.objects("models", UsageRecordFields::model);
        return (fields.flag("models_split") ? usage.splitOver(models) : usage.answeredByOneOf(models)).build();
    }

    private static ModelUsage model(JsonFields part) {
        return new ModelUsage(
                part.text("model"),
                part.number("input_tokens"),
                part.number("cache_read_input_tokens"),
                part.number("output_tokens"));
    }

    private static Charge charge(JsonFields charge) {
        charge.ignore("unit_size", "amount_usd");
        return new Charge(
                charge.text("what"),
                charge.text("model"),
                charge.number("quantity"),
                charge.amount("unit_price_usd"),
                charge.oneOf("unit", UNITS));
    }
}
