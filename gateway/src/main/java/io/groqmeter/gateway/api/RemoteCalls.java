package io.groqmeter.gateway.api;

import io.groqmeter.UsageMeter;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls that other programs meter in their own process and bring to these books.
 *
 * <p>A program tells twice a minute what it still has in flight. A call that nothing is heard of for two minutes is left unsettled:
 * its program has died or cannot reach this gateway. Its record closes it whenever it comes.
 *
 * <p>Thread-safe; programs send lines again whose answer they did not get, so the same may come on two threads at once.
 */
public final class RemoteCalls {

    /** How long a call is in flight without being told again. */
    static final Duration LEASE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCalls.class);
    private static final String SILENT =
            "its program has not been heard of for two minutes; it ended before the call did";

    private final UsageMeter meter;
    private final UsageStore store;
    private final InstantSource clock;
    private final Map<String, Heard> inFlight = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<?>> settling = new ConcurrentHashMap<>();

    private record Heard(OpenCall call, Instant at) {}

    /** @param store where known ids are looked up; the meter writes to it */
    public RemoteCalls(UsageMeter meter, UsageStore store, InstantSource clock) {
        this.meter = meter;
        this.store = store;
        this.clock = clock;
    }

    /**
     * A call that is open or unsettled there; without effect when its record is known.
     *
     * @return completes when it is on disk
     */
    synchronized CompletableFuture<?> opened(OpenCall call) {
        if (settling.containsKey(call.id()) || store.find(call.id()).isPresent() || resolvedWhole(call)) {
            return CompletableFuture.completedFuture(null);
        }
        if (call.unsettled() == null) {
            inFlight.put(call.id(), new Heard(call, clock.instant()));
        } else {
            inFlight.remove(call.id());
        }
        return meter.append(call);
    }

    /** Whether it is the rest of a call that a person has settled, as a whole, before its program was heard of again. */
    private boolean resolvedWhole(OpenCall call) {
        return Remainder.recordOf(call)
                .flatMap(store::find)
                .filter(record -> record.call().outcome() == Outcome.RESOLVED)
                .isPresent();
    }

    /**
     * A record on its way into the books.
     *
     * @param added whether it was not known before
     * @param onDisk completes when it is on disk
     */
    record Taken(boolean added, CompletableFuture<?> onDisk) {}

    /** A record. One whose id is known changes nothing. */
    synchronized Taken settled(UsageRecord record) {
        String id = record.id();
        inFlight.remove(id);
        CompletableFuture<?> pending = settling.get(id);
        if (pending != null) {
            return new Taken(false, pending);
        }
        if (store.find(id).isPresent()) {
            return new Taken(false, CompletableFuture.completedFuture(null));
        }
        CompletableFuture<?> onDisk = meter.append(record).onDisk();
        settling.put(id, onDisk);
        onDisk.whenComplete((done, failure) -> settling.remove(id, onDisk));
        return new Taken(true, onDisk);
    }

    /** Leaves those calls unsettled that were not heard of for too long. Does not wait for anything; to be called every few seconds. */
    public void leaveSilentOnes() {
        Instant latest = clock.instant().minus(LEASE);
        inFlight.forEach((id, heard) -> {
            if (heard.at().isBefore(latest) && inFlight.remove(id, heard)) {
                LOG.warn("The call {} of another program is left unsettled: {}", id, SILENT);
                meter.leaveUnsettled(heard.call(), SILENT);
            }
        });
    }
}
