package io.groqmeter.gateway.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How calls are forwarded.
 *
 * @param upstream the upstream's address
 * @param apiKey the Groq key for local callers without one; null when there is none
 * @param metering whether calls are recorded
 * @param onAbort what happens when a caller hangs up
 * @param drainTime how long an abandoned answer is read on
 * @param connectTime connect timeout
 * @param answerTime idle timeout of the upstream
 * @param storeTime how long a call waits for a store that does not respond
 * @param verboseAudioUrls whether transcripts of audio by URL are requested with their length: {@link VerboseTranscript}
 */
public record ProxyOptions(
        UpstreamAddress upstream,
        @Nullable String apiKey,
        boolean metering,
        OnAbort onAbort,
        Duration drainTime,
        Duration connectTime,
        Duration answerTime,
        Duration storeTime,
        boolean verboseAudioUrls) {

    /** The most bytes of a request held back until it is understood; a larger one is forwarded as it comes. */
    static final int MAX_HELD_REQUEST = 1024 * 1024;

    /** The same for a form, whose model comes early. */
    static final int MAX_HELD_FORM = 256 * 1024;

    /** The largest answer held back whole, so that its head can carry the cost. */
    static final int MAX_HELD_ANSWER = 1024 * 1024;

    /** How long the last byte is awaited after {@code [DONE]} without usage. It usually comes in the same packet. */
    static final Duration TAIL_TIMEOUT = Duration.ofSeconds(2);

    /** The same when usage has come: nothing that matters should follow. */
    static final Duration TAIL_TIMEOUT_WITH_USAGE = Duration.ofMillis(100);

    /** The defaults: metering on, draining 30 s, idle timeout 10 min. */
    public static ProxyOptions to(UpstreamAddress upstream) {
        return new ProxyOptions(
                upstream,
                null,
                true,
                OnAbort.DRAIN,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5),
                false);
    }

    public ProxyOptions withApiKey(@Nullable String key) {
        return new ProxyOptions(
                upstream, key, metering, onAbort, drainTime, connectTime, answerTime, storeTime, verboseAudioUrls);
    }

    public ProxyOptions withMetering(boolean on) {
        return new ProxyOptions(
                upstream, apiKey, on, onAbort, drainTime, connectTime, answerTime, storeTime, verboseAudioUrls);
    }

    public ProxyOptions withOnAbort(OnAbort choice, Duration time) {
        return new ProxyOptions(
                upstream, apiKey, metering, choice, time, connectTime, answerTime, storeTime, verboseAudioUrls);
    }

    public ProxyOptions withAnswerTime(Duration time) {
        return new ProxyOptions(
                upstream, apiKey, metering, onAbort, drainTime, connectTime, time, storeTime, verboseAudioUrls);
    }

    public ProxyOptions withVerboseAudioUrls(boolean on) {
        return new ProxyOptions(upstream, apiKey, metering, onAbort, drainTime, connectTime, answerTime, storeTime, on);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "ProxyOptions[" + upstream + ", key " + (apiKey == null ? "none" : "set") + ", metering " + metering
                + "]";
    }
}
