package io.groqmeter.proof;

import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares the two sides' books, call by call. */
final class Reconciliation {

    private static final BigDecimal ZERO = BigDecimal.ZERO.setScale(12);

    private final Map<String, GroqBooks.Seen> sent = new TreeMap<>();
    private final long arrivals;
    private final MeterBooks meter;
    private final Map<String, List<UsageRecord>> settled;
    private final Map<String, List<OpenCall>> unsettled;
    private final Set<String> delivered;

    /**
     * @param made how many calls the clients made, whether or not they went through
     * @param delivered the names of those whose clients have the whole answer
     */
    Reconciliation(int made, Set<String> delivered, GroqBooks groq, MeterBooks meter) {
        for (int number = 0; number < made; number++) {
            String name = "c" + number;
            groq.seen(name).ifPresent(seen -> sent.put(name, seen));
        }
        this.arrivals = groq.requests();
        this.meter = meter;
        this.settled = meter.settled();
        this.unsettled = meter.unsettled();
        this.delivered = delivered;
    }

    void tell(CampaignReport verdict) {
        everyCallOnce(verdict);
        delivered(verdict);
        quantities(verdict);
        worstCases(verdict);
        neverSent(verdict);
        verdict.count("rows", meter.rollup().calls(), meter.records().size());
        verdict.dollars("rollup", meter.rollup().cost(), cost(meter.records()));
        verdict.line(
                "integrity",
                "ok",
                meter.health().ok() ? "ok" : "damaged",
                meter.health().ok(),
                meter.health().ok() ? List.of() : List.of(meter.health().detail()));
    }

    private void everyCallOnce(CampaignReport verdict) {
        List<String> missing = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        int recorded = 0;
        int open = 0;
        for (Map.Entry<String, GroqBooks.Seen> call : sent.entrySet()) {
            int records = records(call.getKey()).size();
            int opens = unsettled.getOrDefault(call.getKey(), List.of()).size();
            recorded += records;
            open += opens;
            if (records + opens == 0) {
                missing.add(call.getKey());
            }
            if (records + opens > 1 || call.getValue().requests() > 1) {
                twice.add(call.getKey());
            }
        }
        verdict.line(
                "sent",
                Integer.toString(sent.size()),
                recorded + " + " + open,
                missing.isEmpty() && sent.size() == recorded + open,
                missing);
        verdict.count("twice", 0, twice.size(), twice);
        verdict.count("arrivals", arrivals, sent.size());
    }

    private List<UsageRecord> records(String call) {
        return settled.getOrDefault(call, List.of());
    }

    private void delivered(CampaignReport verdict) {
        List<String> lost =
                delivered.stream().filter(call -> records(call).size() != 1).toList();
        verdict.count("delivered", delivered.size(), delivered.size() - lost.size(), lost);
    }

    private void quantities(CampaignReport verdict) {
        CallQuantities ours = CallQuantities.NONE;
        CallQuantities groqs = CallQuantities.NONE;
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (Map.Entry<String, GroqBooks.Seen> call : sent.entrySet()) {
            if (records(call.getKey()).isEmpty()) {
                continue;
            }
            compared++;
            CallQuantities our = records(call.getKey()).stream()
                    .map(CallQuantities::of)
                    .reduce(CallQuantities.NONE, CallQuantities::plus);
            CallQuantities groq = call.getValue().bill();
            ours = ours.plus(our);
            groqs = groqs.plus(groq);
            if (!our.equals(groq)) {
                different.add(call.getKey() + " " + our + " ≠ " + groq);
            }
        }
        verdict.count("calls", compared, compared - different.size(), different);
        verdict.count("input", ours.input(), groqs.input());
        verdict.count("cached", ours.cached(), groqs.cached());
        verdict.count("output", ours.output(), groqs.output());
        verdict.count("audio", ours.audioSeconds(), groqs.audioSeconds());
        verdict.count("characters", ours.characters(), groqs.characters());
        verdict.dollars("cost", ours.cost(), groqs.cost());
    }

    private void worstCases(CampaignReport verdict) {
        List<String> exceeded = new ArrayList<>();
        BigDecimal billed = ZERO;
        BigDecimal worst = ZERO;
        int compared = 0;
        int boundless = 0;
        for (Map.Entry<String, GroqBooks.Seen> call : sent.entrySet()) {
            for (OpenCall open : unsettled.getOrDefault(call.getKey(), List.of())) {
                Optional<BigDecimal> most = open.worstCaseCost();
                if (most.isEmpty() && LoadCall.isBoundless(open.attribution())) {
                    boundless++;
                    continue;
                }
                BigDecimal bill = call.getValue().bill().cost();
                compared++;
                billed = billed.add(bill);
                worst = worst.add(most.orElse(ZERO));
                if (most.isEmpty() || most.get().compareTo(bill) < 0) {
                    exceeded.add(call.getKey() + " " + most + " < " + bill);
                }
            }
        }
        verdict.count("worst", compared, compared - exceeded.size(), exceeded);
        verdict.line(
                "bound",
                "$" + billed.toPlainString(),
                "≤ $" + worst.toPlainString(),
                billed.compareTo(worst) <= 0,
                List.of());
        verdict.line("boundless", Integer.toString(boundless), "told of", true, List.of());
    }

    /** Records of calls that Groq never saw must have cost nothing. */
    private void neverSent(CampaignReport verdict) {
        Map<String, BigDecimal> costs = new HashMap<>();
        settled.forEach((call, records) -> {
            if (!sent.containsKey(call)) {
                costs.put(call, cost(records));
            }
        });
        List<String> billed = costs.keySet().stream()
                .filter(call -> costs.getOrDefault(call, ZERO).signum() != 0)
                .toList();
        verdict.count("unsent", costs.size(), costs.size() - billed.size(), billed);
        long waiting =
                meter.open().stream().filter(call -> call.unsettled() == null).count();
        verdict.count("inflight", 0, waiting);
    }

    private static BigDecimal cost(List<UsageRecord> records) {
        return records.stream().map(UsageRecord::cost).reduce(ZERO, BigDecimal::add);
    }
}
