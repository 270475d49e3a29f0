package io.groqmeter.gateway.proxy;

import io.groqmeter.access.CallerKey;
import io.groqmeter.gateway.http.ApiError;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.usage.Endpoint;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's key permits. A key restricted to models may list models and call billed endpoints with its own; anything else,
 * such as a batch, could use any model unseen.
 *
 * @param key the caller's; null without one, which permits everything
 */
record KeyScope(@Nullable CallerKey key) {

    /**
     * Why a request may not go to Groq, by what has been read of it; the model may still come.
     *
     * @return null when it may
     */
    @Nullable
    ApiError refusal(HttpMethod method, Endpoint endpoint, RequestBody body) {
        boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        if (key == null || !key.restricted() || (endpoint == Endpoint.MODELS && reads)) {
            return null;
        }
        if (!endpoint.metered()) {
            return forbidden(
                    key,
                    "endpoint_not_allowed",
                    "may only call billed endpoints with its models, and list models (GET); " + method + " '"
                            + endpoint.label() + "' is neither");
        }
        String model = body.summary().model();
        if (model == null) {
            return body.isComplete() ? forbidden(key, "model_not_allowed", "must name a model") : null;
        }
        if (!key.allows(model)) {
            return forbidden(key, "model_not_allowed", "may not use the model '" + model + "'");
        }
        return body.summary().ambiguous()
                ? forbidden(
                        key,
                        "model_not_allowed",
                        "must name one model, once, in a body that every reader reads alike: "
                                + RequestSummary.ONE_READING)
                : null;
    }

    private static ApiError forbidden(CallerKey key, String code, String what) {
        return new ApiError(
                403,
                "permissions_error",
                code,
                "The caller key '" + key.name() + "' " + what + ". Its models: "
                        + String.join(", ", key.modelsInOrder()) + ".");
    }
}
