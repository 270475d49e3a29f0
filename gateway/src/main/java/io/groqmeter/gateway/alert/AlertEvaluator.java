package io.groqmeter.gateway.alert;

import io.groqmeter.UsageQueue;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.UnpricedModel;
import io.groqmeter.store.Dimension;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStore;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Evaluates the conditions of alert rules against the store's rollups. Reads a disk, so never on an event loop. */
final class AlertEvaluator {

    private static final BigDecimal PERCENT = new BigDecimal(100);

    /** Two windows that must both exceed a burn rate (Google's SRE workbook, chapter 5). */
    private record Pair(String name, Duration shortWindow, Duration longWindow, BigDecimal factor) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("fast", Duration.ofMinutes(5), Duration.ofHours(1), new BigDecimal("14.4")),
            new Pair("slow", Duration.ofMinutes(30), Duration.ofHours(6), new BigDecimal("6")));

    private final UsageStore store;
    private final UsageQueue queue;
    private final BudgetStatusSource budgets;
    private final RateHeadroom headroom;
    private final Supplier<PriceList> prices;

    AlertEvaluator(
            UsageStore store,
            UsageQueue queue,
            BudgetStatusSource budgets,
            RateHeadroom headroom,
            Supplier<PriceList> prices) {
        this.store = store;
        this.queue = queue;
        this.budgets = budgets;
        this.headroom = headroom;
        this.prices = prices;
    }

    /** The matches of a condition at that time; empty when it does not hold. */
    List<ConditionMatch> evaluate(Condition condition, Instant now) {
        if (condition instanceof Condition.BudgetShare budget) {
            return budgetShares(budget);
        } else if (condition instanceof Condition.Spend spend) {
            return spend(spend, now).stream().toList();
        } else if (condition instanceof Condition.BurnRate burn) {
            return PAIRS.stream()
                    .flatMap(pair -> burn(burn, pair, now).stream())
                    .toList();
        } else if (condition instanceof Condition.UnpricedModel) {
            return unpriced(now);
        } else if (condition instanceof Condition.Unsettled unsettled) {
            return unsettled(unsettled, now).stream().toList();
        } else if (condition instanceof Condition.Headroom low) {
            return Stream.of("requests", "tokens")
                    .flatMap(kind -> headroom(low, kind, now).stream())
                    .toList();
        }
        return degraded(now).stream().toList();
    }

    private List<ConditionMatch> budgetShares(Condition.BudgetShare condition) {
        List<ConditionMatch> matches = new ArrayList<>();
        for (BudgetStatusSource.Status status : budgets.statuses()) {
            condition.percents().stream()
                    .filter(percent -> reached(status, percent))
                    .max(Integer::compare)
                    .map(percent -> budgetShare(status, percent))
                    .ifPresent(matches::add);
        }
        return matches;
    }

    private static boolean reached(BudgetStatusSource.Status status, int percent) {
        BigDecimal share = status.usd().multiply(new BigDecimal(percent)).divide(PERCENT);
        return status.spent().signum() > 0 && status.spent().compareTo(share) >= 0;
    }

    /** Of several shares reached at once, only the highest is reported, with the actual share. */
    private static ConditionMatch budgetShare(BudgetStatusSource.Status status, int percent) {
        String spent = status.usd().signum() == 0
                ? "100"
                : digits(status.spent().multiply(PERCENT).divide(status.usd(), 0, RoundingMode.DOWN));
        return new ConditionMatch(
                status.name() + " " + percent,
                status.period(),
                "alert.budget",
                List.of(spent, status.name(), digits(status.spent()), digits(status.usd())),
                Map.of(
                        "budget",
                        status.name(),
                        "percent",
                        Integer.toString(percent),
                        "spent_percent",
                        spent,
                        "spent_usd",
                        digits(status.spent()),
                        "limit_usd",
                        digits(status.usd())));
    }

    private Optional<ConditionMatch> spend(Condition.Spend condition, Instant now) {
        Window period = condition.period().around(now, store.calendar());
        BigDecimal spent = spent(period, condition.only());
        if (spent.compareTo(condition.usd()) <= 0) {
            return Optional.empty();
        }
        Map<String, String> facts = new TreeMap<>(Map.of(
                "spent_usd",
                digits(spent),
                "limit_usd",
                digits(condition.usd()),
                "period",
                condition.period().label()));
        condition.only().forEach((scope, value) -> facts.put(scope.label(), value));
        return Optional.of(new ConditionMatch(
                "",
                period,
                "alert.spend." + condition.period().label(),
                List.of(digits(spent), digits(condition.usd())),
                facts));
    }

    private Optional<ConditionMatch> burn(Condition.BurnRate condition, Pair pair, Instant now) {
        Window period = condition.period().around(now, store.calendar());
        BigDecimal seconds =
                new BigDecimal(Duration.between(period.start(), period.end()).toSeconds());
        BigDecimal shortWindow = rate(pair.shortWindow(), condition.usd(), seconds, now);
        BigDecimal longWindow = rate(pair.longWindow(), condition.usd(), seconds, now);
        if (shortWindow.compareTo(pair.factor()) < 0 || longWindow.compareTo(pair.factor()) < 0) {
            return Optional.empty();
        }
        Window suppression = pair.name().equals("fast")
                ? store.calendar().hour(now)
                : store.calendar().day(now);
        return Optional.of(new ConditionMatch(
                pair.name(),
                suppression,
                "alert.burn",
                List.of(digits(longWindow), pair.longWindow().toHours(), digits(condition.usd())),
                Map.of(
                        "burn",
                        pair.name(),
                        "rate",
                        digits(longWindow),
                        "rate_" + pair.shortWindow().toMinutes() + "m",
                        digits(shortWindow),
                        "limit_usd",
                        digits(condition.usd()),
                        "period",
                        condition.period().label())));
    }

    /** The burn rate over the last window: spend relative to an even pace, to one decimal. */
    private BigDecimal rate(Duration window, BigDecimal usd, BigDecimal periodSeconds, Instant now) {
        BigDecimal spent = spent(new Window(now.minus(window), now.plusMillis(1)), Map.of());
        return spent.multiply(periodSeconds)
                .divide(usd.multiply(new BigDecimal(window.toSeconds())), 1, RoundingMode.DOWN);
    }

    private BigDecimal spent(Window window, Map<Dimension, String> only) {
        return store.rollup(new RollupQuery(window, List.of(), only))
                .get(0)
                .sums()
                .cost();
    }

    private List<ConditionMatch> unpriced(Instant now) {
        Window day = store.calendar().day(now);
        PriceList list = prices.get();
        return UnpricedModel.of(store, day, list, now).stream()
                .map(found -> unpriced(found, day, list.unknownPrice()))
                .toList();
    }

    private static ConditionMatch unpriced(UnpricedModel found, Window day, UnknownPrice counted) {
        String model = found.model() == null ? "?" : found.model();
        return new ConditionMatch(
                model,
                day,
                "alert.unpriced." + counted.label(),
                List.of(model, digits(found.counted()), digits(found.dearest())),
                Map.of(
                        "model",
                        model,
                        "counted_usd",
                        digits(found.counted()),
                        "counted_at",
                        counted.label(),
                        "dearest_usd",
                        digits(found.dearest())));
    }

    private Optional<ConditionMatch> unsettled(Condition.Unsettled condition, Instant now) {
        List<OpenCall> calls = store.openCalls().stream()
                .filter(call -> call.unsettled() != null)
                .toList();
        if (calls.size() < condition.calls()) {
            return Optional.empty();
        }
        String worstCase = digits(OpenCall.worstCase(calls));
        return Optional.of(new ConditionMatch(
                "",
                store.calendar().day(now),
                "alert.unsettled",
                List.of(calls.size(), worstCase),
                Map.of("calls", Integer.toString(calls.size()), "worst_case_usd", worstCase)));
    }

    private Optional<ConditionMatch> headroom(Condition.Headroom condition, String kind, Instant now) {
        return headroom.left(kind)
                .filter(left -> left.remaining() * 100 <= left.limit() * condition.percent())
                .map(left -> new ConditionMatch(
                        kind,
                        store.calendar().hour(now),
                        "alert.headroom",
                        List.of(Long.toString(left.remaining()), Long.toString(left.limit()), kind),
                        Map.of(
                                "limit",
                                kind,
                                "remaining",
                                Long.toString(left.remaining()),
                                "of",
                                Long.toString(left.limit()))));
    }

    private Optional<ConditionMatch> degraded(Instant now) {
        StoreHealth health = store.check();
        String failing = queue.failing();
        long spooled = queue.spooled();
        if (health.ok() && failing == null && spooled == 0) {
            return Optional.empty();
        }
        String detail = failing != null ? failing : health.detail();
        return Optional.of(new ConditionMatch(
                "",
                store.calendar().hour(now),
                "alert.degraded",
                List.of(detail, spooled),
                Map.of("detail", detail, "spooled", Long.toString(spooled))));
    }

    private static String digits(BigDecimal number) {
        return PlainDecimal.of(number);
    }
}
