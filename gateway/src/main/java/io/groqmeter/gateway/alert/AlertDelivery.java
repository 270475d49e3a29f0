package io.groqmeter.gateway.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert and how far it has come.
 *
 * @param alert what is told
 * @param channels how far, by channel
 */
public record AlertDelivery(Alert alert, Map<String, Progress> channels) {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(10);
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    public AlertDelivery {
        channels = Map.copyOf(channels);
    }

    /** How one channel stands. */
    public enum State {
        /** It is still to be told. */
        WAITING,
        /** It has taken the alert. */
        DELIVERED,
        /** It took nothing for a day, and is not tried any more. */
        GIVEN_UP
    }

    /**
     * How far one channel has come.
     *
     * @param state where it stands
     * @param attempts how often it was tried
     * @param next when it is tried next, or when it last was
     * @param error what went wrong the last time; null when nothing did
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

        /** Tries again later: after 2 s, 4 s, … 10 min, for a day. */
        Progress failed(Instant now, Instant since, String why) {
            if (now.isAfter(since.plus(GIVE_UP_AFTER))) {
                return new Progress(State.GIVEN_UP, attempts + 1, now, why);
            }
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 20));
            Instant again = now.plus(pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause);
            return new Progress(State.WAITING, attempts + 1, again, why);
        }
    }

    /** The same with another progress of one channel. */
    AlertDelivery with(String channel, Progress progress) {
        Map<String, Progress> changed = new TreeMap<>(channels);
        changed.put(channel, progress);
        return new AlertDelivery(alert, changed);
    }

    /** How far a channel of it has come. */
    Progress progress(String channel) {
        return Objects.requireNonNull(channels.get(channel), channel);
    }

    /** Whether it is time to tell that channel of it. */
    boolean due(String channel, Instant now) {
        Progress progress = channels.get(channel);
        return progress != null
                && progress.state() == State.WAITING
                && !progress.next().isAfter(now);
    }

    /** Whether a channel is still to be told. */
    boolean isPending() {
        return channels.values().stream().anyMatch(progress -> progress.state() == State.WAITING);
    }
}
