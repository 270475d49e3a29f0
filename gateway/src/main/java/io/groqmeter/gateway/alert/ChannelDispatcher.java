package io.groqmeter.gateway.alert;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings alerts to one channel. Each has a thread of its own, so that a channel nobody answers delays no other. */
final class ChannelDispatcher {

    /** How long nothing is told after the books could not take down what was: it would be told again and again. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ChannelDispatcher.class);

    private final String name;
    private final Channel channel;
    private final AlertOutbox outbox;
    private final InstantSource clock;
    private Instant pausedUntil = Instant.MIN;

    /** @param name the channel's */
    ChannelDispatcher(String name, Channel channel, AlertOutbox outbox, InstantSource clock) {
        this.name = name;
        this.channel = channel;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Tells what is due, and writes down after each whether it was taken.
     *
     * @param waiting what waited a moment ago
     */
    void deliver(List<AlertDelivery> waiting) {
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        for (AlertDelivery seen : waiting) {
            if (seen.due(name, clock.instant())) {
                outbox.find(seen.alert().id())
                        .filter(delivery -> delivery.due(name, clock.instant()))
                        .ifPresent(this::send);
            }
        }
    }

    private void send(AlertDelivery delivery) {
        AlertDelivery.Progress progress = send(delivery.alert(), delivery.progress(name));
        try {
            outbox.update(delivery.alert().id(), name, progress);
        } catch (RuntimeException e) {
            pausedUntil = clock.instant().plus(PAUSE);
            throw e;
        }
    }

    private AlertDelivery.Progress send(Alert alert, AlertDelivery.Progress progress) {
        try {
            channel.send(alert);
            return progress.delivered(clock.instant());
        } catch (IOException | RuntimeException e) {
            return failed(alert, name, progress, String.valueOf(e.getMessage()), clock.instant());
        }
    }

    /** What becomes of an alert that a channel did not take. */
    static AlertDelivery.Progress failed(
            Alert alert, String name, AlertDelivery.Progress progress, String why, Instant now) {
        AlertDelivery.Progress failed = progress.failed(now, alert.at(), why);
        LOG.warn(
                "The alert {} could not be told by '{}' ({}); {}",
                alert.id(),
                name,
                why,
                failed.state() == AlertDelivery.State.GIVEN_UP
                        ? "given up after a day"
                        : "tried again at " + failed.next());
        return failed;
    }
}
