package io.groqmeter.cli.doctor;

import io.groqmeter.cli.books.GatewayLock;
import io.groqmeter.cli.books.ReadOnlyBooks;
import io.groqmeter.cli.console.PriceText;
import io.groqmeter.cli.settings.Setting;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.text.Plural;
import io.groqmeter.usage.ModelLimits;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks everything a gateway needs and changes nothing. */
public final class Doctor {

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
    public Doctor(Settings settings, InstantSource clock, boolean thorough, boolean online) {
        this.settings = settings;
        this.clock = clock;
        this.thorough = thorough;
        this.online = online;
        this.prices = settings.prices(clock);
    }

    public List<CheckResult> run() {
        Optional<GatewayLock.InUse> running = GatewayLock.inUse(settings.data());
        List<CheckResult> findings = new ArrayList<>();
        findings.add(java());
        try (ReadOnlyBooks books = ReadOnlyBooks.of(settings)) {
            findings.addAll(settings(running, books.store().calendar()));
            findings.addAll(new DataFolderCheck(settings.data()).run());
            findings.addAll(new BooksCheck(settings.data(), books, clock, thorough).run());
            findings.addAll(new DamageCheck(settings, books, clock).run());
            findings.add(prices());
            findings.addAll(new UnpricedCheck(books.store(), prices.get(), clock.instant()).run());
            limits().ifPresent(findings::add);
            findings.addAll(new PoliciesCheck(settings, books, clock).run());
        }
        findings.add(port());
        UpstreamAddress upstream = running.map(GatewayLock.InUse::upstream).orElseGet(settings::upstream);
        findings.add(new UpstreamCheck(upstream, clock).run());
        if (online) {
            ModelComparison comparison = new ModelComparison(prices.get(), clock.instant());
            findings.addAll(new ModelsCheck(upstream, settings.text(Setting.API_KEY), comparison).run());
        }
        return findings;
    }

    private static CheckResult java() {
        int version = Runtime.version().feature();
        String detail =
                Runtime.version() + ", " + Plural.of(Runtime.getRuntime().availableProcessors(), "processor")
                        + ", up to "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB";
        return version >= OLDEST_JAVA
                ? CheckResult.fine("java", detail)
                : CheckResult.fault("java", detail + "; needs 17");
    }

    private List<CheckResult> settings(Optional<GatewayLock.InUse> running, UsageCalendar calendar) {
        settings.on(Setting.DEBUG);
        settings.on(Setting.SAVE_DEBUG);
        settings.choice(Setting.DURABILITY);
        settings.choice(Setting.ON_ABORT);
        settings.choice(Setting.LOG);
        List<CheckResult> findings = new ArrayList<>();
        findings.add(CheckResult.fine(
                "settings",
                "zone " + running.map(GatewayLock.InUse::zone).orElseGet(() -> nextZone(calendar)) + ", language "
                        + settings.locale().getLanguage() + ", Groq key "
                        + (settings.text(Setting.API_KEY).isEmpty() ? "not set: callers send their own" : "set")));
        running.filter(used ->
                        settings.chosen(Setting.UPSTREAM) && !used.upstream().equals(settings.upstream()))
                .ifPresent(used -> findings.add(CheckResult.remark(
                        "settings",
                        "the running gateway forwards to " + used.upstream() + "; " + settings.upstream()
                                + " counts from its next start")));
        for (String name : settings.strangers()) {
            findings.add(CheckResult.remark("settings", name + " is not a setting of groqmeter; see docs/config.md"));
        }
        return findings;
    }

    /** Of a gateway that would be started now. */
    private ZoneId nextZone(UsageCalendar calendar) {
        return settings.chosen(Setting.ZONE) ? settings.zone() : calendar.zone();
    }

    private CheckResult prices() {
        return prices.problem()
                .map(problem -> CheckResult.fault("prices", problem))
                .orElseGet(() -> CheckResult.fine(
                        "prices",
                        Plural.of(prices.get().rows().size(), "row") + ", "
                                + prices.get().overrides().size() + " of them your own; a model without one costs "
                                + (prices.get().unknownPrice() == UnknownPrice.DEAREST
                                        ? "the highest listed price"
                                        : "the default")
                                + ": " + PriceText.plain(prices.get().fallbackAt(clock.instant()))));
    }

    /** A model with unknown limits holds more of a budget than it can cost. */
    private Optional<CheckResult> limits() {
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
                : Optional.of(CheckResult.remark(
                        "model limits",
                        "context window and longest answer are not known for " + unknown
                                + "; a hard budget reserves up to " + limits.output(null)
                                + " output tokens for each call that sets no max_completion_tokens"));
    }

    private CheckResult port() {
        String host = settings.text(Setting.HOST);
        int port = settings.port();
        if (GatewayLock.isTaken(settings.data())) {
            return CheckResult.fine("gateway", "runs: " + GatewayLock.holder(settings.data()));
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return CheckResult.fine("gateway", "not running; " + host + ":" + port + " is free");
        } catch (IOException e) {
            return CheckResult.fault(
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
