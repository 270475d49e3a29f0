package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.wire.Request;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One call to the API while it is served: the request, its controls, its luck and its id. */
final class ApiCall {

    private static final String ON_DEMAND = "on_demand";

    final Request request;
    final String path;
    final Control control;
    final Instant now;
    final SplittableRandom random;
    final String id;
    final boolean batch;
    private @Nullable ObjectNode json;

    /** @param path without the API's prefix, such as {@code /chat/completions} */
    ApiCall(Request request, String path, Control control, Instant now, SplittableRandom random, boolean batch) {
        this.request = request;
        this.path = path;
        this.control = control;
        this.now = now;
        this.random = random;
        this.batch = batch;
        this.id = Id.sortable("req_", now.toEpochMilli(), random);
    }

    /** The body as a JSON object; throws the 400 Groq would answer when it is none. */
    ObjectNode json() {
        ObjectNode parsed = json;
        if (parsed == null) {
            parsed = Json.parseObject(request.body());
            json = parsed;
        }
        return parsed;
    }

    boolean isJson() {
        return request.body().length > 0 && request.body()[0] == '{';
    }

    /** True for GET and for HEAD, which is answered alike but for its missing body. */
    boolean reads() {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /** A text member of the JSON body, for the books; empty when the body is no JSON or has no such member. */
    String text(String member) {
        if (!isJson()) {
            return "";
        }
        try {
            return json().path(member).asText("");
        } catch (GroqError malformed) {
            return "";
        }
    }

    /** The tier that serves this call, as Groq names it in chat answers. */
    String tier(@Nullable String asked) {
        String forced = control.text("service-tier");
        if (forced != null) {
            return forced;
        }
        if (batch) {
            return "batch";
        }
        return asked == null || asked.equals("auto") ? ON_DEMAND : asked;
    }
}
