package io.groqmeter.usage;

import org.jspecify.annotations.Nullable;

/**
 * What was asked of Groq and how it was answered, without its content.
 *
 * @param endpoint where it went
 * @param requestModel the model asked for; null when the request named none
 * @param responseModel the model that answered, which is the one that is billed; null when the answer named none
 * @param serviceTier Groq's tier as answered or else as asked: {@code on_demand}, {@code flex}, {@code performance},
 *     {@code batch}; null when not told
 * @param responseId Groq's own id of the answer; null when not told. Not unique: retried recordings repeat it
 * @param streamed whether the answer came as a stream of events
 * @param status Groq's HTTP status; 0 when no answer came
 * @param outcome how it ended
 * @param timings where its time went
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

    /** A completed, answered chat call of that model: all that a caller of the library tells. */
    public static Call chat(String model) {
        return new Call(Endpoint.CHAT, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
    }

    /** The model that is billed: the answering one, else the one asked for; null when neither is known. */
    public @Nullable String model() {
        return responseModel != null ? responseModel : requestModel;
    }

    /** Whether Groq answered with a 2xx. */
    public static boolean answered(int status) {
        return status >= 200 && status < 300;
    }

    /** Whether it counts as billed: one to a billed endpoint, and one to a path nobody knows whose answer told usage. */
    public boolean metered(Usage usage) {
        return endpoint.metered() || (endpoint == Endpoint.OTHER && !usage.equals(Usage.nothing()));
    }

    /** Whether Groq answered with a 2xx. */
    public boolean answered() {
        return answered(status);
    }
}
