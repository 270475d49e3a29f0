package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.wire.Request;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One API call in progress: the request, its controls, its random source and its id. */
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

    /** The body as a JSON object; throws Groq's 400 when it is none. */
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

    /** True for GET and for HEAD, which gets the same answer without a body. */
    boolean reads() {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /** A text member of the JSON body, for the books; empty when there is none. */
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

    /** The tier that serves this call, as named in chat answers. */
    String tier(@Nullable String requested) {
        String forced = control.text("service-tier");
        if (forced != null) {
            return forced;
        }
        if (batch) {
            return "batch";
        }
        return requested == null || requested.equals("auto") ? ON_DEMAND : requested;
    }
}
