package io.groqmeter.gateway.alert;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Alerts on disk: decided ones that wait for their channels, and those that were delivered. An alert's id is made of its rule, what it
 * is about and its period, and is added once; so it is decided once, whatever dies when.
 */
public final class AlertOutbox {

    /** How long a delivered alert is remembered after its period. */
    private static final Duration RETENTION = Duration.ofDays(90);

    private final PolicyStore policies;

    public AlertOutbox(PolicyStore policies) {
        this.policies = policies;
    }

    /** Puts a decided alert in; false when it was decided before. */
    boolean add(AlertDelivery delivery) {
        return policies.add(policy(delivery));
    }

    /** Whether that was decided before. */
    boolean has(String id) {
        return policies.find(PolicyKind.ALERT_DELIVERY, id).isPresent();
    }

    /** One of them. */
    Optional<AlertDelivery> find(String id) {
        return policies.find(PolicyKind.ALERT_DELIVERY, id).map(policy -> AlertDeliveryJson.read(policy.body()));
    }

    /** Writes down how far an alert has come with one channel; each does so on a thread of its own. */
    synchronized void update(String id, String channel, AlertDelivery.Progress progress) {
        find(id).ifPresent(delivery -> policies.put(policy(delivery.with(channel, progress))));
    }

    /** All of them, the latest first. */
    public List<AlertDelivery> all() {
        return policies.list(PolicyKind.ALERT_DELIVERY).stream()
                .map(policy -> AlertDeliveryJson.read(policy.body()))
                .sorted(Comparator.comparing(
                                (AlertDelivery delivery) -> delivery.alert().at())
                        .reversed())
                .toList();
    }

    /** Those some channel is still to be told of, the earliest first. */
    List<AlertDelivery> waiting() {
        return all().stream()
                .filter(AlertDelivery::isPending)
                .sorted(Comparator.comparing(delivery -> delivery.alert().at()))
                .toList();
    }

    /** Forgets what was delivered and is long over. */
    void prune(Instant now) {
        for (AlertDelivery delivery : all()) {
            if (!delivery.isPending()
                    && delivery.alert().periodEnd().plus(RETENTION).isBefore(now)) {
                policies.remove(PolicyKind.ALERT_DELIVERY, delivery.alert().id());
            }
        }
    }

    private static Policy policy(AlertDelivery delivery) {
        return new Policy(
                PolicyKind.ALERT_DELIVERY,
                delivery.alert().id(),
                AlertDeliveryJson.write(delivery).toString());
    }
}
