package io.groqmeter.cli.serve;

import io.groqmeter.UsageListener;
import io.groqmeter.UsageMeter;
import io.groqmeter.UsageQueue;
import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.rules.PolicyRules;
import io.groqmeter.cli.books.AlertBooks;
import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.Damage;
import io.groqmeter.cli.books.DeadKeys;
import io.groqmeter.cli.books.FirstImport;
import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.books.InstallationSecret;
import io.groqmeter.cli.books.Policies;
import io.groqmeter.cli.books.RunMarker;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.CliMessages;
import io.groqmeter.cli.settings.AccessSettings;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.GatewayOptions;
import io.groqmeter.gateway.GatewayParts;
import io.groqmeter.gateway.GatewayServer;
import io.groqmeter.gateway.LiveFeed;
import io.groqmeter.gateway.alert.BudgetStatusSource;
import io.groqmeter.gateway.alert.LiveAlerts;
import io.groqmeter.gateway.alert.RateHeadroom;
import io.groqmeter.gateway.http.ServerTls;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.report.Messages;
import io.groqmeter.report.SummaryText;
import io.groqmeter.report.format.TrackedLine;
import io.groqmeter.store.BatchInputs;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.journal.CallJournal;
import io.groqmeter.store.journal.EarlierSpool;
import io.groqmeter.store.memory.InMemoryUsageStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway with all its parts, and the only place where they are put together.
 *
 * <p>Parts are opened in the order of the constructor and closed in the reverse one: first nobody can call any more, then what was
 * called is written, then the books are closed.
 */
public final class Wiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

    private static final String LEFT_OPEN = "the gateway ended before the call did";

    private final Settings settings;
    private final CliContext around;
    private final @Nullable ServerTls tls;
    private final Duration grace;
    private final OpenParts opened = new OpenParts();
    private final List<String> notices = new ArrayList<>();
    /** As everybody but the meter sees the books. */
    private final UsageStore store;

    private final LivePrices prices;
    private final BudgetGuard guard;
    private final LiveAlerts alerts;
    private final GatewayServer server;

    private Wiring(Settings settings, CliContext around) throws IOException {
        this.settings = settings;
        this.around = around;
        this.tls = AccessSettings.tls(settings);
        this.grace = settings.shutdownGrace();
        Function<byte[], GatewayOptions> options = GatewaySettings.read(settings, tls);
        try {
            boolean persistent = settings.persistent();
            GatewayLock lock = persistent
                    ? opened.add(GatewayLock.take(settings.data(), GatewayLock.STARTING, around.err()))
                    : null;
            FirstImport firstImport = new FirstImport(settings.data());
            if (persistent) {
                firstImport.noteIfDue();
            }
            RunMarker mark = persistent ? opened.add(new RunMarker(settings.data())) : null;
            UsageStore books = opened.add(store());
            PolicyStore policies = opened.add(Policies.beside(books));
            this.prices = settings.prices(around.clock());
            prices.problem().ifPresent(notices::add);
            boolean anew =
                    persistent && InstallationSecret.find(settings.data()).isEmpty();
            byte[] secret = persistent ? InstallationSecret.of(settings.data()) : InstallationSecret.passing();
            KeyBook keys = new KeyBook(policies, secret, around.clock());
            Damage damage = mark == null ? null : new Damage(settings, around.clock(), keys, mark);
            if (damage != null) {
                damage.lookAt(books);
            }
            notices.addAll(firstImport.into(books, policies));
            CallJournal journal = null;
            if (damage != null) {
                journal = opened.add(
                        damage.journal(books, settings.durability(), settings.spoolReserve(), secret, LEFT_OPEN));
                opened.add(damage::ending);
                EarlierSpool.into(journal, settings.data(), LEFT_OPEN);
                notices.addAll(damage.notices());
            }
            LiveFeed live = new LiveFeed();
            UsageQueue queue = opened.add(new UsageQueue(books, journal, listeners(books, mark, live)));
            notices.addAll(leaveUnsettled(books, journal, queue));
            UsageMeter meter = opened.add(meter(queue, new PolicyRules(policies, settings.data())));
            this.store = meter.store();
            if (persistent) {
                notices.addAll(DeadKeys.noteSecret(keys, anew, settings.locale()));
            }
            this.guard = meter.guard();
            RateHeadroom headroom = new RateHeadroom(around.clock());
            this.alerts = opened.add(new LiveAlerts(
                    AlertBooks.open(settings, around, policies),
                    () -> AlertBooks.read(settings, around, policies),
                    read -> read.scheduler(
                            store, meter.queue(), () -> standings(guard), headroom, prices, around.clock())));
            live.follow(alerts);
            AccessSettings.checkBeyondLoopback(settings, keys, around.clock().instant());
            this.server = opened.add(GatewayServer.start(
                    options.apply(secret),
                    new GatewayParts(
                            meter,
                            store,
                            policies,
                            prices,
                            live,
                            alerts,
                            headroom,
                            damage == null ? List::of : damage::now,
                            around.clock())));
            if (lock != null) {
                lock.tell(
                        address(),
                        tls != null,
                        new GatewayLock.InUse(
                                settings.upstream(), store.calendar().zone()));
                OwnerOnly.opened(settings.data()).ifPresent(LOG::warn);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens and starts everything.
     *
     * @throws CliException when a setting, the data folder or the port cannot be used
     */
    public static Wiring start(Settings settings, CliContext around) {
        if (settings.on(Setting.SAVE_DEBUG) && !settings.persistent()) {
            throw CliException.misused(
                    "GROQ_SAVE_DEBUG=true keeps files, but the memory store keeps none; choose another --store");
        }
        try {
            return new Wiring(settings, around);
        } catch (IOException e) {
            throw CliException.failed(
                    e.getMessage() + "; choose another with --port or --host, or stop what listens there", e);
        }
    }

    private UsageStore store() {
        return settings.persistent()
                ? Books.toWrite(settings, settings.durability())
                : new InMemoryUsageStore(Books.calendar(settings));
    }

    /** @throws CliException when a budget cannot be enforced */
    private UsageMeter meter(UsageQueue queue, PolicyRules rules) {
        try {
            if (!settings.metering() && rules.read().hard()) {
                throw CliException.misused(Policies.UNRECORDED);
            }
            BudgetGuard guard = new BudgetGuard(queue.store(), rules, prices, around.clock(), List.of());
            BatchInputs batches = settings.persistent() ? BatchInputs.in(settings.data()) : BatchInputs.inMemory();
            return new UsageMeter(queue, prices, around.clock(), guard, batches);
        } catch (IllegalArgumentException e) {
            throw CliException.failed(e.getMessage() + "; a budget that cannot be enforced is not ignored", e);
        }
    }

    /** How budgets stand, as alerts look at it. */
    private static List<BudgetStatusSource.Status> standings(BudgetGuard guard) {
        return guard.states().stream()
                .map(state -> new BudgetStatusSource.Status(
                        state.name(),
                        state.window(),
                        state.spent(),
                        state.budget().usd()))
                .toList();
    }

    /** Calls that were open when this gateway ended before will not settle by themselves. */
    private List<String> leaveUnsettled(UsageStore books, @Nullable CallJournal journal, UsageQueue queue) {
        String owner = journal == null ? null : journal.owner();
        List<OpenCall> left = books.openCalls().stream()
                .filter(call -> call.unsettled() == null && call.isOf(owner))
                .map(call -> call.unsettledBecause(LEFT_OPEN))
                .toList();
        left.forEach(queue::open);
        int all = left.size() + (journal == null ? 0 : journal.left(books));
        return all == 0 ? List.of() : List.of(words().say("serve.unsettled", all));
    }

    private List<UsageListener> listeners(UsageStore books, @Nullable RunMarker mark, LiveFeed live) {
        List<UsageListener> listeners = new ArrayList<>(List.of(live));
        if (mark != null) {
            listeners.add(mark);
        }
        if (settings.on(Setting.SAVE_DEBUG) && settings.persistent()) {
            Mirror mirror = opened.add(Mirror.open(books, settings.data()));
            notices.addAll(mirror.notices());
            listeners.add(mirror);
        }
        if (settings.on(Setting.DEBUG)) {
            TrackedLine line = new TrackedLine(Messages.beside(SummaryText.class, settings.locale()));
            listeners.add(opened.add(new TrackedLines(line, around.out())));
        }
        return listeners;
    }

    private Messages words() {
        return CliMessages.in(settings.locale());
    }

    /** The address it listens on. */
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(settings.text(Setting.HOST), server.port());
    }

    public UsageStore books() {
        return store;
    }

    LivePrices prices() {
        return prices;
    }

    /** What was found, imported or mended at the start. */
    List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Asks those who send calls to send them elsewhere, and serves them for the grace time nevertheless.
     *
     * @throws InterruptedException when the thread is told not to wait for its end
     */
    public void drain() throws InterruptedException {
        server.drain();
        Thread.sleep(grace.toMillis());
    }

    /** Reads anew what stands in files: prices, budgets, alerts, the certificate. What cannot be used changes nothing. */
    public void reload() {
        prices.get();
        guard.reload();
        alerts.reload();
        if (tls != null) {
            tls.renew();
        }
    }

    /** Takes no more calls, lets those in flight end, writes what waits, and closes the books. */
    @Override
    public void close() {
        opened.close();
    }
}
