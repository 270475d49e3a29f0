package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A refusal in Groq's format; without a stack trace, since it is an answer like any other. */
final class GroqError extends RuntimeException {

    private final int status;
    private final String type;
    private final @Nullable String code;

    GroqError(int status, String type, @Nullable String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    static GroqError invalid(String message) {
        return new GroqError(400, "invalid_request_error", null, message);
    }

    static GroqError missing(String property) {
        return invalid("'" + property + "' : property '" + property + "' is missing");
    }

    static GroqError unknownModel(String model) {
        return new GroqError(
                404,
                "invalid_request_error",
                "model_not_found",
                "The model `" + model + "` does not exist or you do not have access to it.");
    }

    static GroqError unknownUrl(String method, String path) {
        return new GroqError(
                404,
                "invalid_request_error",
                "unknown_url",
                "Unknown request URL: " + method + " " + path + ". Please check the URL for typos, or see the docs at"
                        + " https://console.groq.com/docs/");
    }

    static GroqError notFound(String what, String id) {
        return new GroqError(404, "invalid_request_error", "not_found", "The " + what + " '" + id + "' was not found.");
    }

    /** Groq's error for {@code status}, for a call that requested {@code model}. */
    static GroqError ofStatus(int status, String model) {
        return switch (status) {
            case 400 ->
                new GroqError(
                        400,
                        "invalid_request_error",
                        "model_decommissioned",
                        "The model `" + model + "` has been decommissioned and is no longer supported. Please refer to"
                                + " https://console.groq.com/docs/deprecations for a recommendation on which model to use"
                                + " instead.");
            case 401 -> new GroqError(401, "invalid_request_error", "invalid_api_key", "Invalid API Key");
            case 404 -> unknownModel(model);
            case 413 -> new GroqError(413, "invalid_request_error", "request_too_large", "Request Entity Too Large");
            case 429 ->
                new GroqError(
                        429,
                        "tokens",
                        "rate_limit_exceeded",
                        "Rate limit reached for model `" + model + "` in organization `org_01simulated0000000000000000`"
                                + " service tier `on_demand` on tokens per minute (TPM): Limit 250000, Used 249411,"
                                + " Requested 709. Please try again in 6.78s. Need more tokens? Upgrade to Dev Tier today"
                                + " at https://console.groq.com/settings/billing");
            case 498 ->
                new GroqError(
                        498,
                        "invalid_request_error",
                        "capacity_exceeded",
                        "Flex tier capacity exceeded. Please try again later, or use the on_demand service tier.");
            case 503 ->
                new GroqError(
                        503, "internal_server_error", null, "Service temporarily unavailable. Please try again later.");
            default ->
                status >= 500
                        ? new GroqError(status, "internal_server_error", null, "Internal Server Error")
                        : new GroqError(status, "invalid_request_error", null, "Simulated error " + status);
        };
    }

    int status() {
        return status;
    }

    Answer answer() {
        ObjectNode root = Json.object();
        ObjectNode error = root.putObject("error").put("message", getMessage()).put("type", type);
        if (code != null) {
            error.put("code", code);
        }
        Answer answer = Answer.json(status, Json.bytes(root));
        return status == 429 ? answer.withFirst(List.of(new Header("retry-after", "7"))) : answer;
    }
}
