package io.groqmeter.usage;

import org.jspecify.annotations.Nullable;

/**
 * One call to Groq, request and answer, without its content.
 *
 * @param endpoint its endpoint
 * @param requestModel the requested model; null when the request named none
 * @param responseModel the model that answered, which is the one that is billed; null when the answer named none
 * @param serviceTier Groq's tier as answered, else as requested: {@code on_demand}, {@code flex}, {@code performance},
 *     {@code batch}; null when unknown
 * @param responseId Groq's own id of the answer; null when unknown. Not unique: retried recordings repeat it
 * @param streamed whether the answer came as a stream of events
 * @param status Groq's HTTP status; 0 when no answer came
 * @param outcome how it ended
 * @param timings its times
 */
public record Call(
        Endpoint endpoint,
        @Nullable String requestModel,
        @Nullable String responseModel,
        @Nullable String serviceTier,
        @Nullable String responseId,
        boolean streamed,
        int status,
        Outcome outcome,
        Timings timings) {

    /** A completed, answered chat call of that model. */
    public static Call chat(String model) {
        return new Call(Endpoint.CHAT, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
    }

    /** The billed model: the answering one, else the requested one; null when neither is known. */
    public @Nullable String model() {
        return responseModel != null ? responseModel : requestModel;
    }

    /** Whether Groq answered with a 2xx. */
    public static boolean answered(int status) {
        return status >= 200 && status < 300;
    }

    /** Whether it is billed: it went to a billed endpoint, or to an unknown path whose answer reported usage. */
    public boolean metered(Usage usage) {
        return endpoint.metered() || (endpoint == Endpoint.OTHER && !usage.equals(Usage.nothing()));
    }

    /** Whether Groq answered with a 2xx. */
    public boolean answered() {
        return answered(status);
    }
}
