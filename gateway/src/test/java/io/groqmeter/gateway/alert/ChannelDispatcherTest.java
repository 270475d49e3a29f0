package io.groqmeter.gateway.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelDispatcherTest {

    private final ManualClock clock = ManualClock.at("2026-11-22T10:00:00Z");
    private final FullDisk disk = new FullDisk();
    private final AlertOutbox outbox = new AlertOutbox(disk);
    private final List<Alert> sent = new ArrayList<>();
    private final ChannelDispatcher dispatcher = new ChannelDispatcher("ops", sent::add, outbox, clock);

    @Test
    void while_deliveries_cannot_be_recorded_nothing_is_sent_again_and_again() {
        Alert alert = new Alert("a", "daily", clock.instant(), clock.instant(), "much", Map.of());
        outbox.add(new AlertDelivery(alert, Map.of("ops", AlertDelivery.Progress.waiting(clock.instant()))));
        disk.full = true;

        assertThatThrownBy(() -> dispatcher.deliver(outbox.waiting())).isInstanceOf(UsageStoreException.class);
        dispatcher.deliver(outbox.waiting());
        assertThat(sent).hasSize(1);

        disk.full = false;
        clock.advance(Duration.ofMinutes(1));
        dispatcher.deliver(outbox.waiting());

        assertThat(sent).as("at least once").hasSize(2);
        assertThat(outbox.waiting()).isEmpty();
    }

    /** A policy store on a disk that may be full. */
    private static final class FullDisk implements PolicyStore {
        private final PolicyStore policies = new InMemoryPolicyStore();
        private boolean full;

        @Override
        public boolean add(Policy policy) {
            return policies.add(policy);
        }

        @Override
        public void put(Policy policy) {
            if (full) {
                throw new UsageStoreException("the disk is full, says the test");
            }
            policies.put(policy);
        }

        @Override
        public boolean remove(PolicyKind kind, String name) {
            return policies.remove(kind, name);
        }

        @Override
        public Optional<Policy> find(PolicyKind kind, String name) {
            return policies.find(kind, name);
        }

        @Override
        public List<Policy> list(PolicyKind kind) {
            return policies.list(kind);
        }

        @Override
        public long version(PolicyKind kind) {
            return policies.version(kind);
        }

        @Override
        public void close() {
            policies.close();
        }
    }
}
