package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.UsageQueue;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.JournalOwner;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.testkit.Records;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteCallsTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final UsageRecord record = Records.sayingEverything("one");
    private final OpenCall call = new OpenCall(
            record.id(),
            record.startedAt(),
            record.call().endpoint(),
            record.call().model(),
            record.attribution(),
            Optional.empty(),
            null);

    @TempDir
    Path folder;

    private CallJournal journal;
    private UsageStore store;
    private UsageMeter meter;
    private RemoteCalls calls;

    @BeforeEach
    void open() {
        UsageStore books = new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC));
        journal = CallJournal.open(folder, JournalOwner.anybody(), Durability.PROCESS, 0, "says the test");
        UsageQueue queue = new UsageQueue(books, journal, List.of());
        store = queue.store();
        meter = new UsageMeter(queue, PriceList::shipped, clock, BudgetGuard.none(clock), BatchInputs.inMemory());
        calls = new RemoteCalls(meter, store, clock);
    }

    @AfterEach
    void close() {
        meter.close();
        journal.close();
        store.close();
    }

    @Test
    void a_call_that_is_renewed_stays_in_flight() {
        for (int minute = 0; minute < 10; minute++) {
            calls.opened(call).join();
            clock.advance(RemoteCalls.LEASE.minusSeconds(30));
            calls.leaveSilentOnes();
        }
        assertThat(store.openCalls()).containsExactly(call);
    }

    @Test
    void a_call_not_heard_of_is_unsettled_until_its_record_comes_after_all() {
        calls.opened(call).join();
        clock.advance(RemoteCalls.LEASE.plusSeconds(1));
        calls.leaveSilentOnes();
        meter.flush();
        assertThat(store.openCalls()).singleElement().satisfies(left -> assertThat(left.unsettled())
                .contains("not been heard of"));

        calls.settled(record).onDisk().join();
        assertThat(store.openCalls()).isEmpty();
        assertThat(store.find(record.id())).isPresent();
    }

    @Test
    void a_call_sent_after_its_record_is_not_open_again() {
        RemoteCalls.Taken first = calls.settled(record);
        calls.opened(call).join();
        first.onDisk().join();
        calls.opened(call).join();
        meter.flush();
        assertThat(store.openCalls()).isEmpty();
    }

    @Test
    void a_record_sent_twice_at_once_is_added_once() {
        RemoteCalls.Taken first = calls.settled(record);
        RemoteCalls.Taken second = calls.settled(record);
        second.onDisk().join();
        assertThat(first.added()).isTrue();
        assertThat(second.added()).isFalse();
        assertThat(store.find(record.id())).isPresent();
    }

    @Test
    void a_settled_call_is_not_waited_for() {
        calls.opened(call).join();
        calls.settled(record).onDisk().join();
        clock.advance(RemoteCalls.LEASE.plusSeconds(1));
        calls.leaveSilentOnes();
        meter.flush();
        assertThat(store.openCalls()).isEmpty();
    }
}
