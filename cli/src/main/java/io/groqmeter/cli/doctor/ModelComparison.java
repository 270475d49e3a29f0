package io.groqmeter.cli.doctor;

import io.groqmeter.cli.console.PriceText;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.usage.ModelLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the models Groq serves with the price list and the limits this groqmeter knows. */
final class ModelComparison {

    private static final String SUBJECT = "models";

    /** What the shipped list says about a model that anybody can call. */
    private static final Set<String> ON_SALE = Set.of("production", "preview");

    private final PriceList prices;
    private final ModelLimits limits = ModelLimits.documented();
    private final Instant now;

    ModelComparison(PriceList prices, Instant now) {
        this.prices = prices;
        this.now = now;
    }

    /** The differences, or that there are none. */
    List<CheckResult> with(List<ServedModel> served) {
        List<ServedModel> active = served.stream().filter(ServedModel::active).toList();
        List<CheckResult> findings = new ArrayList<>();
        String lacking = names(active.stream().map(ServedModel::id).filter(id -> !prices.resolve(id, now)
                .known()));
        if (!lacking.isEmpty()) {
            findings.add(CheckResult.remark(
                    SUBJECT,
                    "Groq serves " + lacking + ", which the price list lacks: such calls count at "
                            + (prices.unknownPrice() == UnknownPrice.DEAREST ? "the highest listed price" : "the default")
                            + " price, " + PriceText.plain(prices.fallbackAt(now))
                            + "; give them prices in prices.json, or update groqmeter"));
        }
        Set<String> ids = active.stream().map(ServedModel::id).collect(Collectors.toSet());
        String gone = names(prices.rows().stream()
                .filter(row -> row.inForce(now) && row.status() != null && ON_SALE.contains(row.status()))
                .map(ModelPrice::model)
                .filter(id -> !ids.contains(id)));
        if (!gone.isEmpty()) {
            findings.add(CheckResult.remark(
                    SUBJECT,
                    "the price list has " + gone + " on sale, which Groq does not serve to this key; calls to it"
                            + " fail"));
        }
        for (ServedModel model : active) {
            if (limits.knows(model.id())) {
                differing(model, "takes", model.contextWindow(), limits.contextWindow(model.id()), findings);
                differing(model, "answers", model.output(), limits.output(model.id()), findings);
            }
        }
        return findings.isEmpty()
                ? List.of(CheckResult.fine(
                        SUBJECT,
                        "Groq serves " + active.size() + "; prices and limits are known and agree with Groq's"))
                : findings;
    }

    private static void differing(
            ServedModel model, String does, OptionalLong there, long here, List<CheckResult> findings) {
        if (there.isPresent() && there.getAsLong() != here) {
            findings.add(CheckResult.remark(
                    SUBJECT,
                    model.id() + " " + does + " up to " + there.getAsLong() + " tokens at Groq and " + here
                            + " here; budgets reserve by the second figure; update groqmeter if there is a newer version"));
        }
    }

    private static String names(Stream<String> ids) {
        return ids.distinct().sorted().collect(Collectors.joining(", "));
    }
}
