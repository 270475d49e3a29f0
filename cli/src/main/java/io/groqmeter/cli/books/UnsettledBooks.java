package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.journal.JournalSnapshot;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open calls of a data folder, to be listed or settled by hand.
 *
 * <p>Beside a running gateway, only what it gave up is unsettled; the other open calls are in flight, and its own. Without one, no open
 * call will settle by itself, and none can start: the gateway's lock is held meanwhile.
 */
public final class UnsettledBooks implements AutoCloseable {

    private final UsageStore store;
    private final @Nullable GatewayLock lock;
    private final boolean running;

    private UnsettledBooks(UsageStore store, @Nullable GatewayLock lock, boolean running) {
        this.store = store;
        this.lock = lock;
        this.running = running;
    }

    /**
     * Opens them to be listed only; a gateway may start meanwhile. A folder without books has none.
     *
     * @throws CliException when the books are out of reach
     */
    public static UnsettledBooks toRead(Settings settings, PrintWriter remarks) {
        if (!settings.persistent() || !Books.areIn(settings.data())) {
            return open(settings);
        }
        boolean running = GatewayLock.isTaken(settings.data());
        return new UnsettledBooks(Books.open(settings, remarks), null, running);
    }

    /**
     * Opens them to be listed and settled. A folder without books has none.
     *
     * @throws CliException when the books are out of reach
     */
    public static UnsettledBooks open(Settings settings) {
        Path folder = settings.data();
        if (!settings.persistent()) {
            throw CliException.misused("the memory store exists only in the gateway's process; ask the gateway:"
                    + " curl http://127.0.0.1:" + settings.port() + "/api/unsettled");
        }
        if (!Books.areIn(folder)) {
            return new UnsettledBooks(new InMemoryUsageStore(new UsageCalendar(settings.zone())), null, false);
        }
        Optional<GatewayLock> lock = GatewayLock.takeIfFree(folder, "groqmeter unsettled");
        try {
            UsageStore store = Books.toWriteBesideAGateway(settings);
            if (lock.isPresent()) {
                JournalSnapshot.of(folder, InstallationSecret.owner(folder)).into(store);
            }
            return new UnsettledBooks(
                    JournalSnapshot.beside(store, folder, InstallationSecret.owner(folder)),
                    lock.orElse(null),
                    lock.isEmpty());
        } catch (RuntimeException e) {
            lock.ifPresent(GatewayLock::close);
            throw e;
        }
    }

    /** The calls that will not settle by themselves, earliest first. */
    public List<OpenCall> calls() {
        return store.openCalls().stream().filter(this::unsettled).toList();
    }

    /** Whether an open call of that id is under way in the running gateway. */
    public boolean inFlight(String id) {
        return store.openCalls().stream().anyMatch(call -> call.id().equals(id) && !unsettled(call));
    }

    private boolean unsettled(OpenCall call) {
        return call.unsettled() != null || !running;
    }

    /** Appends the record that settles a call; false when somebody else has settled it meanwhile. */
    public boolean settle(UsageRecord record) {
        return store.append(UsageBatch.of(record)) == 1;
    }

    /** Whether that call is settled already. */
    public boolean settled(String id) {
        return store.find(id).isPresent();
    }

    /** The record that a call is the rest of; empty for a call of its own. */
    public Optional<UsageRecord> beside(OpenCall call) {
        return Remainder.recordOf(call).flatMap(store::find);
    }

    public UsageCalendar calendar() {
        return store.calendar();
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
