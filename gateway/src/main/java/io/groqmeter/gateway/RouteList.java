package io.groqmeter.gateway;

import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.rules.KnownNames;
import io.groqmeter.gateway.access.CallerNames;
import io.groqmeter.gateway.access.Permission;
import io.groqmeter.gateway.api.AlertsResource;
import io.groqmeter.gateway.api.BudgetsResource;
import io.groqmeter.gateway.api.HealthResource;
import io.groqmeter.gateway.api.KeysResource;
import io.groqmeter.gateway.api.LatencyResource;
import io.groqmeter.gateway.api.LimitsResource;
import io.groqmeter.gateway.api.OpenApiResource;
import io.groqmeter.gateway.api.OverviewResource;
import io.groqmeter.gateway.api.PricesResource;
import io.groqmeter.gateway.api.ReceiptResource;
import io.groqmeter.gateway.api.RecordsResource;
import io.groqmeter.gateway.api.RemoteCalls;
import io.groqmeter.gateway.api.SeriesResource;
import io.groqmeter.gateway.api.SessionResource;
import io.groqmeter.gateway.api.SummaryResource;
import io.groqmeter.gateway.api.UnpricedResource;
import io.groqmeter.gateway.api.UnsettledResource;
import io.groqmeter.gateway.api.UsageResource;
import io.groqmeter.gateway.api.WindowParameter;
import io.groqmeter.gateway.chat.ChatResource;
import io.groqmeter.gateway.debug.ConsoleSummaryResource;
import io.groqmeter.gateway.debug.StatsResource;
import io.groqmeter.gateway.debug.UsageLogResource;
import io.groqmeter.gateway.live.LiveResource;
import io.groqmeter.gateway.local.Route;
import io.groqmeter.gateway.login.LoginPage;
import io.groqmeter.gateway.login.LoginResource;
import io.groqmeter.gateway.login.LogoutResource;
import io.groqmeter.gateway.metric.MetricsResource;
import io.groqmeter.gateway.page.FrontPage;
import io.groqmeter.gateway.page.PageFiles;
import io.groqmeter.gateway.proxy.ProxyHandler;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.report.Messages;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.SummaryText;
import io.groqmeter.store.UsageStore;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The table of the gateway's own routes, which {@code /openapi.yaml} describes. */
final class RouteList {

    private RouteList() {}

    static List<Route> of(
            ProxyHandler proxy,
            RemoteCalls remote,
            AccessControl access,
            GatewayOptions options,
            GatewayParts parts,
            BooleanSupplier draining) {
        UsageStore store = parts.store();
        LivePrices prices = parts.prices();
        Summaries summaries = new Summaries(store, parts.clock());
        SummaryText text = new SummaryText(Messages.beside(SummaryText.class, options.locale()));
        WindowParameter windows = new WindowParameter(store.calendar(), parts.clock());
        ConsoleSummaryResource consoleSummary = new ConsoleSummaryResource(summaries, text, System.out);
        BudgetGuard guard = parts.meter().guard();
        HealthResource health =
                new HealthResource(store, parts.meter().queue(), guard, prices, parts.damage(), draining);
        KeyBook keyBook = new KeyBook(parts.policies(), options.secret(), parts.clock());
        Supplier<KnownNames> names = () -> new KnownNames(store, prices.get(), new CallerNames(keyBook));
        BudgetsResource budgets = new BudgetsResource(guard, parts.policies(), names);
        LimitsResource limits = new LimitsResource(guard, parts.policies(), names);
        KeysResource keys = new KeysResource(keyBook, access.keys(), store, names, parts.clock());
        LoginResource login = new LoginResource(access.authorizer(), access.sessions(), options.tls() != null);
        AlertsResource alerts = new AlertsResource(parts.alerts());
        PageFiles files = new PageFiles();
        LiveResource live = new LiveResource();
        parts.live().follow(live);
        return List.of(
                Route.get("/", new FrontPage(files, health)),
                Route.get("/page/{file}", files).requiring(Permission.ANYBODY),
                Route.get("/page/views/{file}", files).requiring(Permission.ANYBODY),
                Route.get("/page/vendor/uplot-1.6.32/{file}", files).requiring(Permission.ANYBODY),
                Route.get("/login", new LoginPage(access.authorizer())).requiring(Permission.ANYBODY),
                Route.buffered("POST", "/login", login).requiring(Permission.ANYBODY),
                Route.buffered("POST", "/logout", new LogoutResource(access.sessions()))
                        .requiring(Permission.ANYBODY),
                Route.streaming("POST", "/chat", new ChatResource(proxy, options.chatModel()))
                        .requiring(Permission.CALLER),
                Route.get("/debug/stats", new StatsResource(summaries), "type", "date", "month"),
                Route.get("/debug/summary", consoleSummary, "type", "date", "month"),
                Route.get("/debug/usage_log", new UsageLogResource(store), "limit"),
                Route.get("/api/session", new SessionResource(store.calendar(), parts.clock())),
                Route.get("/api/overview", new OverviewResource(store, parts.clock())),
                Route.get(
                        "/api/series",
                        new SeriesResource(store, windows),
                        "from",
                        "to",
                        "step",
                        "extent",
                        "by",
                        "lines",
                        "model",
                        "key",
                        "project",
                        "user",
                        "endpoint",
                        "status"),
                Route.get("/api/latency", new LatencyResource(store, windows), "from", "to", "by", "model"),
                Route.get(
                        "/api/summary",
                        new SummaryResource(store, parts.meter().queue()::spooled, windows),
                        "from",
                        "to",
                        "by",
                        "model",
                        "key",
                        "project",
                        "user",
                        "endpoint",
                        "status",
                        "format",
                        "compare",
                        "limit",
                        "cursor"),
                Route.get(
                        "/api/usage",
                        new UsageResource(store, windows),
                        "from",
                        "to",
                        "model",
                        "key",
                        "project",
                        "user",
                        "endpoint",
                        "status",
                        "format",
                        "limit",
                        "cursor"),
                Route.get("/api/usage/{id}", new ReceiptResource(store, prices)),
                Route.buffered("POST", "/api/records", new RecordsResource(remote)),
                Route.get("/api/budgets", budgets::list),
                Route.buffered("POST", "/api/budgets", budgets::create),
                Route.buffered("PUT", "/api/budgets", budgets::set),
                Route.buffered("DELETE", "/api/budgets", budgets::remove, "scope", "period"),
                Route.get("/api/limits", limits::list),
                Route.buffered("PUT", "/api/limits", limits::set),
                Route.buffered("DELETE", "/api/limits", limits::remove, "scope", "measure"),
                Route.get("/api/keys", keys::list),
                Route.buffered("POST", "/api/keys", keys::create),
                Route.buffered("POST", "/api/keys/{name}/rotate", keys::rotate),
                Route.buffered("POST", "/api/keys/{name}/revoke", keys::revoke),
                Route.get("/api/unsettled", new UnsettledResource(store)),
                Route.get("/api/unpriced", new UnpricedResource(store, prices, parts.clock())),
                Route.get("/api/alerts", alerts::list),
                Route.buffered("POST", "/api/alerts", alerts::put),
                Route.get("/api/alerts/history", alerts::history, "limit"),
                Route.buffered("DELETE", "/api/alerts/{name}", alerts::remove),
                Route.get("/api/prices", new PricesResource(prices, parts.clock()), "model"),
                Route.streaming("GET", "/api/live", live),
                Route.get("/metrics", new MetricsResource(store, parts.meter().queue(), prices, parts.clock()))
                        .requiring(Permission.METRICS),
                Route.dedicated("GET", "/healthz", health).requiring(Permission.ANYBODY),
                Route.get("/openapi.yaml", new OpenApiResource()).requiring(Permission.ANYBODY));
    }
}
