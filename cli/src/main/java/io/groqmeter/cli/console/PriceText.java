package io.groqmeter.cli.console;

import io.groqmeter.pricing.Measure;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.ResolvedPrice;
import io.groqmeter.report.Messages;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.TextTable;
import io.groqmeter.usage.ModelLimits;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prices as text for people. */
public final class PriceText {

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private final Messages words;
    private final Instant at;

    /** @param at the time of the prices */
    public PriceText(Locale locale, Instant at) {
        this.words = CliMessages.in(locale);
        this.at = at;
    }

    /** All of a row's prices in one line, in English: {@code input $0.05/1M tokens, output $0.08/1M tokens}. */
    public static String plain(ModelPrice row) {
        return plain(row, Locale.ENGLISH);
    }

    private static String plain(ModelPrice row, Locale locale) {
        return Arrays.stream(Measure.values())
                .filter(measure -> row.price(measure).isPresent())
                .map(measure -> measure.what().replace('_', ' ') + " "
                        + Dollars.exact(row.price(measure).orElseThrow(), locale) + "/"
                        + measure.unit().label())
                .collect(Collectors.joining(", "));
    }

    /** One model: the row, why that one, and what it means. */
    public String one(String asked, ResolvedPrice price, PriceList list) {
        ModelPrice row = price.price();
        StringBuilder text = new StringBuilder("💰 " + asked);
        text.append(price.alias() == null ? "" : " → " + row.model()).append('\n');
        TextTable table = new TextTable("   ");
        for (Measure measure : Measure.values()) {
            row.price(measure)
                    .ifPresent(amount -> table.row(
                            measure.what().replace('_', ' '),
                            Dollars.exact(amount, words.locale()),
                            "/ " + measure.unit().label()));
        }
        table.lines().forEach(line -> text.append(line).append('\n'));
        text.append("   ")
                .append(words.say("price.basis." + price.basis().label()))
                .append(period(row))
                .append('\n');
        if (row.tool() && !row.priced()) {
            text.append("   ").append(words.say("price.unpriced_tool")).append('\n');
        } else if (price.basis() != PriceBasis.FALLBACK || price.note() != null) {
            text.append("   ").append(words.say("price.example", example(row))).append('\n');
        }
        list.batchDiscount(row.model(), at).ifPresent(batch -> text.append("   ")
                .append(words.say("price.batch", Dollars.digits(batch.percentOff())))
                .append('\n'));
        if (row.price(Measure.OUTPUT).isPresent()) {
            text.append("   ").append(limits(row.model())).append('\n');
        }
        for (String note : notes(price)) {
            text.append("   ").append(note).append('\n');
        }
        return text.toString();
    }

    /** The model's limits, from which a call's worst case is worked out. */
    private String limits(String model) {
        ModelLimits limits = ModelLimits.documented();
        return words.say(
                limits.knows(model) ? "price.limits" : "price.limits.unknown",
                words.number(limits.contextWindow(model)),
                words.number(limits.output(model)));
    }

    private String period(ModelPrice row) {
        if (row.from() == null && row.until() == null) {
            return "";
        }
        return ", " + (row.from() == null ? "…" : row.from()) + " – "
                + (row.until() == null ? "…" : row.until().minusDays(1));
    }

    private static List<String> notes(ResolvedPrice price) {
        return Stream.of(price.note(), price.price().note(), price.price().source())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** What a small, typical amount costs. */
    private String example(ModelPrice row) {
        return Arrays.stream(Measure.values())
                .filter(measure -> row.price(measure).isPresent())
                .map(measure -> words.say(
                        "price.example." + measure.what(),
                        Dollars.exact(
                                measure.unit()
                                        .amount(
                                                quantity(measure),
                                                row.price(measure).orElseThrow()),
                                words.locale())))
                .collect(Collectors.joining(", "));
    }

    private static BigDecimal quantity(Measure measure) {
        return switch (measure) {
            case INPUT, CACHED_INPUT, OUTPUT, CHARACTERS -> THOUSAND;
            case AUDIO, TIME -> BigDecimal.valueOf(60);
            case USES -> BigDecimal.ONE;
        };
    }

    /** All rows of a moment, one line each. */
    public String list(List<ModelPrice> rows) {
        TextTable table = new TextTable("");
        table.row(
                words.say("price.model"),
                words.say("price.from"),
                words.say("price.status"),
                words.say("price.prices"));
        for (ModelPrice row : rows) {
            table.row(
                    row.model(),
                    row.from() == null ? "…" : row.from().toString(),
                    row.status() == null ? "" : row.status(),
                    row.priced() ? plain(row, words.locale()) : words.say("price.none"));
        }
        return "💰 " + words.say("price.title", at.toString().substring(0, 10)) + "\n"
                + String.join("\n", table.lines()) + "\n";
    }
}
