package io.groqmeter.cli;

import io.groqmeter.budget.PolicyRules;
import io.groqmeter.budget.Rules;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.Dollars;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.DiskSpace;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.OwnerOnly;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.store.spool.SpoolingUsageStore;
import io.groqmeter.usage.Counted;
import io.groqmeter.usage.ModelLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Looks at everything a gateway needs and changes nothing. */
final class Checkup {

    private static final int OLDEST_JAVA = 17;

    private final Settings settings;
    private final InstantSource clock;
    private final boolean thorough;
    private final boolean online;
    private final LivePrices prices;

    /**
     * @param thorough whether to read the whole database and compare every sum with its rows
     * @param online whether to ask Groq for its models
     */
    Checkup(Settings settings, InstantSource clock, boolean thorough, boolean online) {
        this.settings = settings;
        this.clock = clock;
        this.thorough = thorough;
        this.online = online;
        this.prices = settings.prices(clock);
    }

    List<Finding> run() {
        Optional<GatewayLock.InUse> running = GatewayLock.inUse(settings.data());
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.addAll(settings(running));
        findings.add(folder());
        OwnerOnly.opened(settings.data()).ifPresent(open -> findings.add(Finding.remark("data folder", open)));
        findings.addAll(books());
        findings.addAll(new DamageCheck(settings, clock).run());
        findings.add(prices());
        findings.addAll(new UnpricedCheck(settings, prices.get(), clock.instant()).run());
        limits().ifPresent(findings::add);
        findings.add(budgets());
        findings.addAll(unmatched());
        findings.addAll(deadKeys());
        findings.add(port());
        UpstreamAddress upstream = running.map(GatewayLock.InUse::upstream).orElseGet(settings::upstream);
        findings.add(new UpstreamCheck(upstream, clock).run());
        if (online) {
            ModelComparison comparison = new ModelComparison(prices.get(), clock.instant());
            findings.addAll(new ModelsCheck(upstream, settings.text(Setting.API_KEY), comparison).run());
        }
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String detail =
                Runtime.version() + ", " + Counted.of(Runtime.getRuntime().availableProcessors(), "processor")
                        + ", up to "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB";
        return version >= OLDEST_JAVA ? Finding.fine("java", detail) : Finding.fault("java", detail + "; needs 17");
    }

    private List<Finding> settings(Optional<GatewayLock.InUse> running) {
        settings.on(Setting.DEBUG);
        settings.on(Setting.SAVE_DEBUG);
        settings.choice(Setting.DURABILITY);
        settings.choice(Setting.ON_ABORT);
        settings.choice(Setting.LOG);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine(
                "settings",
                "zone " + running.map(GatewayLock.InUse::zone).orElseGet(this::zone) + ", language "
                        + settings.locale().getLanguage() + ", Groq key "
                        + (settings.text(Setting.API_KEY).isEmpty() ? "not set: callers bring their own" : "set")));
        running.filter(used ->
                        settings.chosen(Setting.UPSTREAM) && !used.upstream().equals(settings.upstream()))
                .ifPresent(used -> findings.add(Finding.remark(
                        "settings",
                        "the running gateway forwards to " + used.upstream() + "; " + settings.upstream()
                                + " counts from its next start")));
        for (String name : settings.strangers()) {
            findings.add(Finding.remark("settings", name + " is no setting of groqmeter; see docs/config.md"));
        }
        return findings;
    }

    /** Of a gateway that would be started now. */
    private ZoneId zone() {
        try {
            return Books.calendar(settings).zone();
        } catch (UsageStoreException e) {
            return settings.zone();
        }
    }

    private Finding folder() {
        Path folder = settings.data().toAbsolutePath();
        if (!Files.exists(folder)) {
            Path parent = folder;
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            return parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
                    ? Finding.fine("data folder", folder + " will be made at the first start")
                    : Finding.fault("data folder", folder + " cannot be made; choose another with --data");
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return Finding.fault("data folder", folder + " is not a folder this user can write to");
        }
        OptionalLong free = DiskSpace.free(folder);
        if (free.isEmpty()) {
            return Finding.fine("data folder", folder + ", its file system does not tell its free space");
        }
        long megabytes = free.getAsLong() >> 20;
        String detail = folder + ", " + megabytes + " MiB free";
        return megabytes < 100
                ? Finding.remark("data folder", detail + "; make room, a million calls take some 300 MiB")
                : Finding.fine("data folder", detail);
    }

    private List<Finding> books() {
        Path database = settings.data().resolve(Books.DATABASE);
        if (!Books.areIn(settings.data())) {
            return List.of(Finding.fine("books", "no database yet"));
        }
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(database)) {
            // First, for it waits for what a running gateway is just bringing there.
            int late = new LateRecords(settings.data(), store).late().size();
            StoreHealth health = thorough ? store.verify() : store.check();
            UsageSummary total = new Summaries(store, clock).total();
            String detail = health.detail() + "; " + Counted.of(total.sums().calls(), "call") + ", $"
                    + Dollars.digits(total.totalCostUsd());
            List<Finding> findings = new ArrayList<>();
            findings.add(health.ok() ? Finding.fine("books", detail) : Finding.fault("books", detail));
            if (store.older()) {
                findings.add(Finding.remark("books", Books.OLDER));
            }
            long spooled = SpoolingUsageStore.spooled(settings.data());
            if (spooled > 0) {
                findings.add(Finding.remark(
                        "books",
                        Counted.of(spooled, "record waits", "records wait")
                                + " in the spool, not in these sums; a running"
                                + " gateway takes what waits into the books as soon as it can"));
            }
            if (late > 0) {
                findings.add(Finding.remark(
                        "books",
                        Counted.of(late, "call has", "calls have")
                                + " settled and not come into these sums yet; a running gateway sees to that at once,"
                                + " else 'groqmeter stats' or the next start does"));
            }
            long unbounded = OpenCall.unbounded(total.unsettled());
            if (!total.unsettled().isEmpty()) {
                findings.add(Finding.remark(
                        "books",
                        Counted.of(total.unsettled().size(), "call") + " never settled or were estimated, worth up to $"
                                + Dollars.digits(total.unsettledWorstCase()) + " more"
                                + (unbounded == 0 ? "" : "; nothing bounds " + unbounded + " of them")
                                + ". See 'groqmeter unsettled'"));
            }
            return findings;
        } catch (UsageStoreException e) {
            return List.of(Finding.fault("books", String.valueOf(e.getMessage())));
        }
    }

    private Finding prices() {
        return prices.problem()
                .map(problem -> Finding.fault("prices", problem))
                .orElseGet(() -> Finding.fine(
                        "prices",
                        Counted.of(prices.get().rows().size(), "row") + ", "
                                + prices.get().overrides().size() + " of them your own; a model without one costs "
                                + (prices.get().unknownPrice() == UnknownPrice.DEAREST
                                        ? "the dearest listed"
                                        : "the default")
                                + ": " + PriceText.plain(prices.get().standIn(clock.instant()))));
    }

    /** A model whose limits are not known holds more of a budget than it can cost. */
    private Optional<Finding> limits() {
        ModelLimits limits = ModelLimits.documented();
        String unknown = new LivePrices(settings.data(), clock)
                .get().rows().stream()
                        .filter(row -> row.inForce(clock.instant())
                                && row.price(Measure.OUTPUT).isPresent())
                        .map(ModelPrice::model)
                        .filter(model -> !limits.knows(model))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.remark(
                        "model limits",
                        "the context window and the longest answer are not known of " + unknown
                                + "; a hard budget reserves up to " + limits.output(null)
                                + " tokens of output for each call that sets no max_completion_tokens"));
    }

    private Finding budgets() {
        try (PolicyStore policies = settings.choice(Setting.STORE).equals("memory")
                ? new InMemoryPolicyStore()
                : Policies.openToRead(settings)) {
            Rules rules = new PolicyRules(policies, settings.data()).read();
            String detail = Counted.of(rules.budgets().size(), "budget") + ", "
                    + Counted.of(rules.limits().size(), "limit") + " per minute";
            return rules.hard() && settings.text(Setting.DEBUG).equalsIgnoreCase("false")
                    ? Finding.fault("budgets", detail + "; " + Wiring.UNRECORDED)
                    : Finding.fine("budgets", detail);
        } catch (IllegalArgumentException | UsageStoreException e) {
            return Finding.fault("budgets", String.valueOf(e.getMessage()));
        }
    }

    /** Budgets, limits and keys that match nothing so far. */
    private List<Finding> unmatched() {
        try (PolicyStore policies = settings.choice(Setting.STORE).equals("memory")
                ? new InMemoryPolicyStore()
                : Policies.openToRead(settings)) {
            return NamesInUse.findings(settings, policies, clock);
        } catch (IllegalArgumentException | UsageStoreException e) {
            // Whoever reads the rules and the books says so.
            return List.of();
        }
    }

    private List<Finding> deadKeys() {
        if (settings.choice(Setting.STORE).equals("memory")) {
            return List.of();
        }
        try (PolicyStore policies = Policies.openToRead(settings)) {
            return DeadKeys.told(DeadKeys.in(settings.data(), policies, clock), settings.locale()).stream()
                    .map(told -> Finding.fault("keys", told))
                    .toList();
        } catch (Complaint | IllegalArgumentException | UsageStoreException e) {
            return List.of(Finding.fault("keys", String.valueOf(e.getMessage())));
        }
    }

    private Finding port() {
        String host = settings.text(Setting.HOST);
        int port = settings.port();
        if (GatewayLock.isTaken(settings.data())) {
            return Finding.fine("gateway", "runs: " + GatewayLock.holder(settings.data()));
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return Finding.fine("gateway", "does not run; " + host + ":" + port + " is free");
        } catch (IOException e) {
            return Finding.fault(
                    "gateway",
                    String.format(
                            Locale.ROOT,
                            "cannot listen on %s:%d (%s); choose another with --port or --host",
                            host,
                            port,
                            e.getMessage()));
        }
    }
}
