package io.groqmeter.gateway.alert;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers alerts to one channel. Each has its own thread, so that an unresponsive channel delays no other. */
final class ChannelDispatcher {

    /** How long delivery pauses when its result cannot be recorded: otherwise the alert would be sent again and again. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(ChannelDispatcher.class);

    private final String name;
    private final Channel channel;
    private final AlertOutbox outbox;
    private final InstantSource clock;
    private Instant pausedUntil = Instant.MIN;

    /** @param name of the channel */
    ChannelDispatcher(String name, Channel channel, AlertOutbox outbox, InstantSource clock) {
        this.name = name;
        this.channel = channel;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Delivers what is due, and records after each whether it was accepted.
     *
     * @param waiting the alerts pending a moment ago
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

    /** The progress after a failed attempt. */
    static AlertDelivery.Progress failed(
            Alert alert, String name, AlertDelivery.Progress progress, String why, Instant now) {
        AlertDelivery.Progress failed = progress.failed(now, alert.at(), why);
        LOG.warn(
                "The alert {} could not be delivered by '{}' ({}); {}",
                alert.id(),
                name,
                why,
                failed.state() == AlertDelivery.State.GIVEN_UP
                        ? "given up after a day"
                        : "tried again at " + failed.next());
        return failed;
    }
}
