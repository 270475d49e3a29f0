package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.text.Dollars;
import java.io.IOException;

/** An open or unsettled call as one JSON object, the same in the API and on the command line. */
public final class OpenCallJson {

    private OpenCallJson() {}

    /** Writes the call as one object. */
    public static void write(JsonGenerator json, OpenCall call) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", call.id());
        json.writeStringField("started_at", call.startedAt().toString());
        json.writeStringField("endpoint", call.endpoint().label());
        json.writeStringField("request_model", call.requestModel());
        json.writeStringField("key", call.attribution().key());
        json.writeStringField("project", call.attribution().project());
        json.writeStringField("user", call.attribution().user());
        json.writeStringField(
                "worst_case_cost_usd", call.worstCaseCost().map(Dollars::digits).orElse(null));
        json.writeStringField("reason", call.unsettled());
        json.writeStringField("rest_of", Remainder.recordOf(call).orElse(null));
        json.writeEndObject();
    }
}
