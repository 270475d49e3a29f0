package io.groqmeter.gateway.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How calls are carried.
 *
 * @param upstream where to
 * @param apiKey the Groq key added for local callers that send none; null when there is none
 * @param metering whether calls are recorded at all
 * @param onAbort what happens when a caller hangs up
 * @param drainTime how long to read on for it
 * @param connectTime how long connecting to Groq may take
 * @param answerTime how long Groq may stay silent before we give up
 * @param storeTime how long a call waits for a store that takes nothing, before it goes on without
 * @param verboseAudioUrls whether transcripts of audio by URL are asked for with their length: {@link VerboseTranscript}
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

    /** The most of a request that is held back to learn what it asks for; what is larger is sent on as it comes. */
    static final int MAX_HELD_REQUEST = 1024 * 1024;

    /** The most of a form that is held back to learn the model. */
    static final int MAX_HELD_FORM = 256 * 1024;

    /** The largest answer that is held back whole, so that its head can carry the cost. */
    static final int MAX_HELD_ANSWER = 1024 * 1024;

    /**
     * How long the last byte is waited for once an answer has said {@code [DONE]} but not what it used. It comes with it, mostly in
     * the same packet.
     */
    static final Duration TAIL_TIMEOUT = Duration.ofSeconds(2);

    /** The same where it has told its usage: nothing that matters should come any more. */
    static final Duration TAIL_TIMEOUT_WITH_USAGE = Duration.ofMillis(100);

    /** The usual options for an upstream: metering on, draining 30 s, waiting 10 min for Groq. */
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
