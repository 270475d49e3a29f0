package io.groqmeter.okhttp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.budget.Refusal;
import java.io.IOException;
import java.io.StringWriter;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** The answer to a refused call, in the format of Groq's errors, where no exception can be thrown. Nothing was sent. */
final class RefusedAnswer {

    private static final JsonFactory JSON = new JsonFactory();
    private static final MediaType TYPE = MediaType.get("application/json");

    private RefusedAnswer() {}

    /** The official SDK respects {@code x-should-retry}. */
    static Response of(Request request, Refusal refusal) throws IOException {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(refusal.reason().status())
                .message("Refused")
                .header("x-should-retry", "false")
                .body(ResponseBody.create(body(refusal), TYPE))
                .build();
    }

    private static String body(Refusal refusal) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("error");
            json.writeStringField("message", refusal.message());
            json.writeStringField("type", "groqmeter");
            json.writeStringField("code", refusal.reason().code());
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.toString();
    }
}
