package io.groqmeter.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something a price can be set on, with the unit that price is per. */
public enum Measure {
    /** Prompt tokens that were not read from Groq's cache. */
    INPUT("input", "input", PricingUnit.MILLION_TOKENS),
    /** Prompt tokens read from Groq's cache. */
    CACHED_INPUT("cached_input", "cached_input", PricingUnit.MILLION_TOKENS),
    /** Generated tokens, reasoning included. */
    OUTPUT("output", "output", PricingUnit.MILLION_TOKENS),
    /** Billed audio that was listened to. */
    AUDIO("audio_hour", "audio", PricingUnit.HOUR),
    /** Characters that were spoken. */
    CHARACTERS("speech_million_characters", "characters", PricingUnit.MILLION_CHARACTERS),
    /** Runs of a tool. */
    USES("per_thousand_uses", "uses", PricingUnit.THOUSAND_USES),
    /** Running time of a tool. Groq does not report it, so such a price is shown but never charged. */
    TIME("per_hour", "time", PricingUnit.HOUR);

    /** The highest price per unit that is believed; the dearest Groq ever listed is 50. */
    public static final BigDecimal HIGHEST = BigDecimal.valueOf(10_000);

    /** The lowest price per unit that is believed, 0 aside; the cheapest Groq ever listed is 0.02. */
    public static final BigDecimal LOWEST = new BigDecimal("0.0001");

    private static final Map<String, Measure> BY_FIELD =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Measure::field, Function.identity()));

    private final String field;
    private final String what;
    private final PricingUnit unit;

    Measure(String field, String what, PricingUnit unit) {
        this.field = field;
        this.what = what;
        this.unit = unit;
    }

    /** Its name in a price file. */
    public String field() {
        return field;
    }

    /** Its name on a {@link Charge}. */
    public String what() {
        return what;
    }

    /** The block its prices are per. */
    public PricingUnit unit() {
        return unit;
    }

    static Optional<Measure> ofField(String field) {
        return Optional.ofNullable(BY_FIELD.get(field));
    }

    /**
     * That price, if it can be one.
     *
     * @throws IllegalArgumentException when it is negative, or so high or low that it was meant per another unit
     */
    BigDecimal checked(BigDecimal price) {
        String said =
                field + " is " + (readable(price) ? price.toPlainString() : price) + " dollars per " + unit.label();
        if (price.signum() < 0) {
            throw new IllegalArgumentException(said + ", which is negative. A price is 0 or more.");
        }
        if (price.compareTo(HIGHEST) > 0) {
            throw new IllegalArgumentException(said + (readable(price) ? example(price) : "") + ". Write dollars per "
                    + unit.label() + ", at most " + HIGHEST + ".");
        }
        if (price.signum() > 0 && price.compareTo(LOWEST) < 0) {
            throw new IllegalArgumentException(said + ", less than anything is sold for. A price per " + unit.one()
                    + " must be written per " + unit.label()
                    + (readable(price) ? ": " + unit.whole(price).toPlainString() : "") + ".");
        }
        return price;
    }

    /** What a price would mean in daily use. */
    private String example(BigDecimal price) {
        BigDecimal cost = unit.amount(unit.exampleSize(), price).setScale(2, RoundingMode.HALF_EVEN);
        return ": " + unit.exampleLabel() + " would cost $" + cost.toPlainString();
    }

    /** Whether a person could read it with all its digits. */
    private static boolean readable(BigDecimal price) {
        return Math.abs((long) price.scale()) <= 20 && price.precision() <= 40;
    }
}
