package io.groqmeter.store.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Attribution;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open or unsettled call as one JSON object, the same in the API, on the command line, in lines and in files.
 *
 * <p>Version 1, of lines and files before this release, had neither {@code object} nor {@code version}, and {@code unsettled} for
 * {@code reason}.
 */
public final class OpenCallJson {

    static final String OBJECT = "open_call";
    static final int VERSION = 2;

    private static final JsonFactory JSON = new JsonFactory();

    private OpenCallJson() {}

    /** The call on one line, without a line end. */
    public static String text(OpenCall call) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes the call as one object. */
    public static void write(JsonGenerator json, OpenCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("object", OBJECT);
        json.writeNumberField("version", VERSION);
        json.writeStringField("id", call.id());
        json.writeStringField("started_at", call.startedAt().toString());
        json.writeStringField("endpoint", call.endpoint().label());
        json.writeStringField("request_model", call.requestModel());
        UsageRecordJson.attribution(json, call.attribution());
        json.writeStringField(
                "worst_case_cost_usd",
                call.worstCaseCost().map(PlainDecimal::of).orElse(null));
        json.writeStringField("reason", call.unsettled());
        json.writeStringField("rest_of", Remainder.recordOf(call).orElse(null));
        if (call.owner() != null) {
            json.writeStringField("owner", call.owner());
        }
        json.writeEndObject();
    }

    /** Whether a JSON object is an open call, of whatever version. */
    public static boolean isOne(Map<String, Object> values) {
        return OBJECT.equals(values.get("object")) || values.containsKey("worst_case_cost_usd");
    }

    /**
     * The call that a JSON object is.
     *
     * @param values as {@link JsonTree} reads them
     * @throws IllegalArgumentException as {@link UsageRecordJson#read}
     */
    public static OpenCall read(Map<String, Object> values) {
        JsonFields fields = JsonFields.of(OBJECT, VERSION, values);
        Attribution attribution = UsageRecordFields.attribution(fields);
        Optional<BigDecimal> worstCase = fields.has("worst_case_cost_usd")
                ? Optional.of(fields.amount("worst_case_cost_usd"))
                : Optional.empty();
        @Nullable String former = fields.optionalText("unsettled");
        OpenCall call = new OpenCall(
                fields.text("id"),
                fields.instant("started_at"),
                fields.oneOf("endpoint", UsageRecordFields.ENDPOINTS),
                fields.optionalText("request_model"),
                attribution,
                worstCase,
                former != null ? former : fields.optionalText("reason"),
                fields.optionalText("owner"));
        fields.ignore("reason", "rest_of");
        fields.refuseOthers();
        return call;
    }
}
