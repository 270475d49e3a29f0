package io.groqmeter.gateway.alert;

import io.groqmeter.UsageListener;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Plural;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts in force, scheduled; reloadable. An invalid configuration is rejected as a whole, with an error in the log, and the
 * previous alerts stay in force. Thread-safe.
 */
public final class LiveAlerts implements Supplier<Alerts>, UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveAlerts.class);

    private final Supplier<Alerts> source;
    private final Function<Alerts, AlertScheduler> schedulers;
    private volatile Alerts alerts;
    private volatile AlertScheduler scheduler;

    /**
     * Starts the scheduler.
     *
     * @param alerts initially in force
     * @param source reloads them; throws {@link IllegalArgumentException} when they are invalid
     * @param schedulers create a scheduler, not started yet
     */
    public LiveAlerts(Alerts alerts, Supplier<Alerts> source, Function<Alerts, AlertScheduler> schedulers) {
        this.source = source;
        this.schedulers = schedulers;
        this.alerts = alerts;
        this.scheduler = schedulers.apply(alerts);
        scheduler.start();
    }

    @Override
    public Alerts get() {
        return alerts;
    }

    /** Reloads them. Waits up to five seconds for deliveries in progress. */
    public synchronized void reload() {
        Alerts read;
        try {
            read = source.get();
        } catch (IllegalArgumentException e) {
            LOG.error("{}. The previous alerts stay in force.", e.getMessage());
            return;
        }
        AlertScheduler next = schedulers.apply(read);
        // Two schedulers at once would report the same twice.
        scheduler.close();
        alerts = read;
        scheduler = next;
        next.start();
        LOG.info("Reloaded alerts: {}", Plural.of(read.rules().all().size(), "rule"));
    }

    @Override
    public void appended(List<UsageRecord> records) {
        scheduler.appended(records);
    }

    /** Stops the scheduler. */
    @Override
    public synchronized void close() {
        scheduler.close();
    }
}
