package io.groqmeter.gateway.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert and the state of its delivery.
 *
 * @param channels the progress by channel
 */
public record AlertDelivery(Alert alert, Map<String, Progress> channels) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    public AlertDelivery {
        channels = Map.copyOf(channels);
    }

    /** The delivery state of one channel. */
    public enum State {
        /** Not delivered yet. */
        WAITING,
        /** The channel has accepted the alert. */
        DELIVERED,
        /** Nothing was accepted for a day; not retried any more. */
        GIVEN_UP
    }

    /**
     * The delivery progress of one channel.
     *
     * @param attempts how often it was tried
     * @param next when it is tried next, or was tried last
     * @param error of the last attempt; null when it succeeded
     */
    public record Progress(
            State state,
            int attempts,
            Instant next,
            @Nullable String error) {

        static Progress waiting(Instant now) {
            return new Progress(State.WAITING, 0, now, null);
        }

        Progress delivered(Instant now) {
            return new Progress(State.DELIVERED, attempts + 1, now, null);
        }

        /** Schedules a retry: after 2 s, 4 s, … 10 min, for a day. */
        Progress failed(Instant now, Instant since, String why) {
            if (now.isAfter(since.plus(GIVE_UP_AFTER))) {
                return new Progress(State.GIVEN_UP, attempts + 1, now, why);
            }
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 20));
            Instant again = now.plus(pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause);
            return new Progress(State.WAITING, attempts + 1, again, why);
        }
    }

    AlertDelivery with(String channel, Progress progress) {
        Map<String, Progress> changed = new TreeMap<>(channels);
        changed.put(channel, progress);
        return new AlertDelivery(alert, changed);
    }

    Progress progress(String channel) {
        return Objects.requireNonNull(channels.get(channel), channel);
    }

    /** Whether an attempt on that channel is due. */
    boolean due(String channel, Instant now) {
        Progress progress = channels.get(channel);
        return progress != null
                && progress.state() == State.WAITING
                && !progress.next().isAfter(now);
    }

    /** Whether a channel still has to deliver it. */
    boolean isPending() {
        return channels.values().stream().anyMatch(progress -> progress.state() == State.WAITING);
    }
}
