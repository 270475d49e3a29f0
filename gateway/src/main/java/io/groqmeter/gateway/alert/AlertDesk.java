package io.groqmeter.gateway.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.UsageListener;
import io.groqmeter.report.Wording;
import io.groqmeter.store.UsageRecord;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides on alerts and delivers them, on a thread of its own: within a second or two after a record is stored, and every ten seconds
 * for what no record tells of. A call never waits for it.
 */
public final class AlertDesk implements UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);
    private static final long TICK_MILLIS = 500;
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(10);
    private static final Duration TIDY = Duration.ofHours(6);

    private final AlertRules rules;
    private final Lookout lookout;
    private final Outbox outbox;
    private final Map<String, Channel> channels;
    private final Wording words;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "groqmeter-alerts");
        worker.setDaemon(true);
        return worker;
    });
    private volatile boolean newRecords = true;
    private Instant looked = Instant.MIN;
    private Instant tidied = Instant.MIN;
    private @Nullable String fault;

    /** @param channels by name, the log among them */
    AlertDesk(
            AlertRules rules,
            Lookout lookout,
            Outbox outbox,
            Map<String, Channel> channels,
            Wording words,
            InstantSource clock) {
        this.rules = rules;
        this.lookout = lookout;
        this.outbox = outbox;
        this.channels = Map.copyOf(channels);
        this.words = words;
        this.clock = clock;
    }

    /** Begins to look. */
    public void start() {
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void appended(List<UsageRecord> records) {
        newRecords = true;
    }

    private void tick() {
        try {
            Instant now = clock.instant();
            // A clock that was put back must not keep it from looking.
            if (newRecords || now.isBefore(looked) || !now.isBefore(looked.plus(LOOK_ANYWAY))) {
                newRecords = false;
                looked = now;
                look(now);
            }
            deliver();
            if (now.isBefore(tidied) || !now.isBefore(tidied.plus(TIDY))) {
                tidied = now;
                outbox.tidy(now);
            }
            fault = null;
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).equals(fault)) {
                fault = String.valueOf(e.getMessage());
                LOG.error("Alerts cannot be decided or kept at present; tried again", e);
            }
        }
    }

    /** Decides: what holds and was not told in its period goes into the outbox. */
    void look(Instant now) {
        for (AlertRule rule : rules.all()) {
            for (Finding finding : lookout.look(rule.condition(), now)) {
                String id = id(rule, finding);
                if (!outbox.has(id)) {
                    outbox.add(new Delivery(alert(id, rule, finding, now), waiting(rule, now)));
                }
            }
        }
    }

    private static String id(AlertRule rule, Finding finding) {
        String what = finding.about() + "\n" + finding.period().start();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(UTF_8));
            return rule.name() + "-" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Alert alert(String id, AlertRule rule, Finding finding, Instant now) {
        Map<String, String> facts = new TreeMap<>(finding.facts());
        facts.put("period_start", finding.period().start().toString());
        String text = words.say(finding.sentence(), finding.values().toArray());
        return new Alert(id, rule.name(), now, finding.period().end(), text, facts);
    }

    private static Map<String, Delivery.Progress> waiting(AlertRule rule, Instant now) {
        Map<String, Delivery.Progress> channels = new TreeMap<>();
        rule.channels().forEach(channel -> channels.put(channel, Delivery.Progress.waiting(now)));
        return channels;
    }

    /** Delivers what is due. What a channel took is written down before the next is told. */
    void deliver() {
        for (Delivery waiting : outbox.waiting()) {
            Delivery delivery = waiting;
            for (Map.Entry<String, Delivery.Progress> entry : new TreeMap<>(waiting.channels()).entrySet()) {
                Delivery.Progress progress = entry.getValue();
                if (progress.state() == Delivery.State.WAITING
                        && !progress.next().isAfter(clock.instant())) {
                    delivery = delivery.with(entry.getKey(), tell(delivery.alert(), entry.getKey(), progress));
                    outbox.update(delivery);
                }
            }
        }
    }

    private Delivery.Progress tell(Alert alert, String name, Delivery.Progress progress) {
        Channel channel = channels.get(name);
        try {
            if (channel == null) {
                throw new IOException("alerts.json has no channel '" + name + "' any more");
            }
            channel.tell(alert);
            return progress.delivered(clock.instant());
        } catch (IOException | RuntimeException e) {
            Delivery.Progress failed = progress.failed(clock.instant(), alert.at(), String.valueOf(e.getMessage()));
            LOG.warn(
                    "The alert {} could not be told by '{}' ({}); {}",
                    alert.id(),
                    name,
                    e.getMessage(),
                    failed.state() == Delivery.State.GIVEN_UP
                            ? "given up after a day"
                            : "tried again at " + failed.next());
            return failed;
        }
    }

    /** Delivers no more; what waits is delivered after the next start. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
