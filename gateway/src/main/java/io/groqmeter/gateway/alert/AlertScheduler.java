package io.groqmeter.gateway.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.groqmeter.UsageListener;
import io.groqmeter.report.Messages;
import io.groqmeter.store.UsageRecord;
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
 * Evaluates alert rules on its own thread: within a second or two after a record is stored, and every ten seconds for conditions
 * that no record triggers. One {@link ChannelDispatcher} per channel, each on its own thread, delivers the alerts. Calls never wait
 * for it.
 */
public final class AlertScheduler implements UsageListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertScheduler.class);
    private static final long TICK_MILLIS = 500;
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);
    private static final Duration PRUNE_INTERVAL = Duration.ofHours(6);

    private final AlertRules rules;
    private final AlertEvaluator evaluator;
    private final AlertOutbox outbox;
    private final Map<String, Channel> channels;
    private final Messages messages;
    private final InstantSource clock;
    private final List<ChannelDispatcher> dispatchers;
    private final ScheduledExecutorService threads;
    private volatile List<AlertDelivery> waiting = List.of();
    private volatile boolean newRecords = true;
    private Instant evaluatedAt = Instant.MIN;
    private Instant prunedAt = Instant.MIN;
    private @Nullable String fault;

    /** @param channels by name, including the log */
    AlertScheduler(
            AlertRules rules,
            AlertEvaluator evaluator,
            AlertOutbox outbox,
            Map<String, Channel> channels,
            Messages messages,
            InstantSource clock) {
        this.rules = rules;
        this.evaluator = evaluator;
        this.outbox = outbox;
        this.channels = Map.copyOf(channels);
        this.messages = messages;
        this.clock = clock;
        this.dispatchers = channels.entrySet().stream()
                .map(channel -> new ChannelDispatcher(channel.getKey(), channel.getValue(), outbox, clock))
                .toList();
        this.threads = Executors.newScheduledThreadPool(1 + dispatchers.size(), work -> {
            Thread worker = new Thread(work, "groqmeter-alerts");
            worker.setDaemon(true);
            return worker;
        });
    }

    /** Starts to evaluate and deliver. */
    public void start() {
        every(this::tick);
        dispatchers.forEach(dispatcher -> every(() -> deliver(dispatcher)));
    }

    private void every(Runnable work) {
        threads.scheduleWithFixedDelay(work, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void deliver(ChannelDispatcher dispatcher) {
        try {
            dispatcher.deliver(waiting);
        } catch (RuntimeException e) {
            LOG.debug("The delivery of an alert cannot be recorded at the moment; it is sent again", e);
        }
    }

    @Override
    public void appended(List<UsageRecord> records) {
        newRecords = true;
    }

    private void tick() {
        try {
            Instant now = clock.instant();
            // A clock that was set back must not stop the evaluation.
            if (newRecords || now.isBefore(evaluatedAt) || !now.isBefore(evaluatedAt.plus(MAX_INTERVAL))) {
                newRecords = false;
                evaluatedAt = now;
                evaluate(now);
            }
            collect();
            if (now.isBefore(prunedAt) || !now.isBefore(prunedAt.plus(PRUNE_INTERVAL))) {
                prunedAt = now;
                outbox.prune(now);
            }
            fault = null;
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).equals(fault)) {
                fault = String.valueOf(e.getMessage());
                LOG.error("Alerts cannot be evaluated or stored at the moment; retrying", e);
            }
        }
    }

    /** Evaluates all rules; matches not yet reported in their period go to the outbox. */
    void evaluate(Instant now) {
        for (AlertRule rule : rules.all()) {
            for (ConditionMatch match : evaluator.evaluate(rule.condition(), now)) {
                String id = id(rule, match);
                if (!outbox.has(id)) {
                    outbox.add(new AlertDelivery(alert(id, rule, match, now), waiting(rule, now)));
                }
            }
        }
    }

    private static String id(AlertRule rule, ConditionMatch match) {
        String what = match.about() + "\n" + match.period().start();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(what.getBytes(UTF_8));
            return rule.name() + "-" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Alert alert(String id, AlertRule rule, ConditionMatch match, Instant now) {
        Map<String, String> facts = new TreeMap<>(match.facts());
        facts.put("period_start", match.period().start().toString());
        String text = messages.say(match.sentence(), match.values().toArray());
        return new Alert(id, rule.name(), now, match.period().end(), text, facts);
    }

    private static Map<String, AlertDelivery.Progress> waiting(AlertRule rule, Instant now) {
        Map<String, AlertDelivery.Progress> channels = new TreeMap<>();
        rule.channels().forEach(channel -> channels.put(channel, AlertDelivery.Progress.waiting(now)));
        return channels;
    }

    /** Delivers what is due, one channel after the other. */
    void deliver() {
        collect();
        dispatchers.forEach(dispatcher -> dispatcher.deliver(waiting));
    }

    /** Collects pending alerts for the dispatchers; alerts for channels that no longer exist have failed. */
    private void collect() {
        List<AlertDelivery> found = outbox.waiting();
        for (AlertDelivery delivery : found) {
            for (String name : delivery.channels().keySet()) {
                if (!channels.containsKey(name) && delivery.due(name, clock.instant())) {
                    String why = "alerts.json no longer has a channel '" + name + "'";
                    Alert alert = delivery.alert();
                    outbox.update(
                            alert.id(),
                            name,
                            ChannelDispatcher.failed(alert, name, delivery.progress(name), why, clock.instant()));
                }
            }
        }
        waiting = found;
    }

    /** Stops delivering; what is pending is delivered after the next start. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
