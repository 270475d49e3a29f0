package io.groqmeter.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.cli.console.CliContext;
import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.console.JsonOutput;
import io.groqmeter.cli.console.PriceText;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.pricing.LivePrices;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.ResolvedPrice;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.Period;
import io.groqmeter.report.format.PriceJson;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code groqmeter prices}: the price row a model resolves to and what it means, or the whole list in force. */
@Command(name = "prices", description = "Show a model's price and what 1,000 tokens cost, or list all prices in force.")
final class PricesCommand implements Callable<Integer> {

    private final CliContext around;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "A model's id or alias.")
    private @Nullable String model;

    @Option(names = "--date", paramLabel = "DATE", description = "The prices of that date (UTC); default: now.")
    private @Nullable String date;

    @Option(names = "--json", description = "Print JSON, with money as strings.")
    private boolean json;

    PricesCommand(CliContext around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.of(around, spec);
        LivePrices live = settings.prices(around.clock());
        live.problem().ifPresent(problem -> {
            throw CliException.failed(problem);
        });
        Instant at = at();
        PriceText text = new PriceText(settings.locale(), at);
        PriceList prices = live.get();
        if (model == null) {
            List<ModelPrice> rows =
                    prices.rows().stream().filter(row -> row.inForce(at)).toList();
            around.out().print(json ? JsonOutput.of(out -> list(out, rows)) : text.list(rows));
        } else {
            ResolvedPrice price = known(prices, model, at);
            String asked = model;
            around.out()
                    .print(
                            json
                                    ? JsonOutput.of(out -> PriceJson.write(out, asked, price, prices, at))
                                    : text.one(model, price, prices));
        }
        around.out().flush();
        return 0;
    }

    private static ResolvedPrice known(PriceList prices, String model, Instant at) {
        ResolvedPrice price = prices.named(model, at);
        if (price.basis() == PriceBasis.FALLBACK && price.note() == null) {
            if (model.startsWith(ModelPrice.TOOL)) {
                throw CliException.misused(
                        "no tool '" + model.substring(ModelPrice.TOOL.length())
                                + "' is in the price list; a call lists its runs as unpriced and leaves them out of its cost."
                                + " Give it a price in prices.json in the data folder, or run 'groqmeter prices' for all names.");
            }
            String dearest = PriceText.plain(prices.dearest(at));
            String counted = prices.unknownPrice() == UnknownPrice.DEAREST
                    ? "at the highest listed prices, " + dearest
                    : "at the fallback, " + PriceText.plain(price.price()) + " (the highest listed: " + dearest + ")";
            throw CliException.misused("no price is known for '" + model + "'; its calls are counted " + counted
                    + ", and marked as such. Give it a price in prices.json in the data folder,"
                    + " or run 'groqmeter prices' for all names.");
        }
        return price;
    }

    private static void list(JsonGenerator json, List<ModelPrice> rows) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("data");
        for (ModelPrice row : rows) {
            PriceJson.write(json, row);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private Instant at() {
        if (date == null) {
            return around.clock().instant();
        }
        try {
            return Period.day(date).date().atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (IllegalArgumentException e) {
            throw CliException.misused(String.valueOf(e.getMessage()));
        }
    }
}
