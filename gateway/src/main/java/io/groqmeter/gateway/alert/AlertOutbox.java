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
 * Alerts on disk: pending ones and delivered ones. An alert's id is derived from its rule, subject and period, and is added only
 * once, so an alert is decided once whenever a process dies.
 */
public final class AlertOutbox {

    /** How long a delivered alert is kept after its period. */
    private static final Duration RETENTION = Duration.ofDays(90);

    private final PolicyStore policies;

    public AlertOutbox(PolicyStore policies) {
        this.policies = policies;
    }

    /** Adds a decided alert; false when it was decided before. */
    boolean add(AlertDelivery delivery) {
        return policies.add(policy(delivery));
    }

    /** Whether that alert was decided before. */
    boolean has(String id) {
        return policies.find(PolicyKind.ALERT_DELIVERY, id).isPresent();
    }

    Optional<AlertDelivery> find(String id) {
        return policies.find(PolicyKind.ALERT_DELIVERY, id).map(policy -> AlertDeliveryJson.read(policy.body()));
    }

    /** Records a channel's progress; channels call this from their own threads. */
    synchronized void update(String id, String channel, AlertDelivery.Progress progress) {
        find(id).ifPresent(delivery -> policies.put(policy(delivery.with(channel, progress))));
    }

    /** All of them, latest first. */
    public List<AlertDelivery> all() {
        return policies.list(PolicyKind.ALERT_DELIVERY).stream()
                .map(policy -> AlertDeliveryJson.read(policy.body()))
                .sorted(Comparator.comparing(
                                (AlertDelivery delivery) -> delivery.alert().at())
                        .reversed())
                .toList();
    }

    /** Those that a channel still has to deliver, earliest first. */
    List<AlertDelivery> waiting() {
        return all().stream()
                .filter(AlertDelivery::isPending)
                .sorted(Comparator.comparing(delivery -> delivery.alert().at()))
                .toList();
    }

    /** Removes alerts that were delivered long ago. */
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
