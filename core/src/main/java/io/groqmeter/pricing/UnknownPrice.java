package io.groqmeter.pricing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which price is used for a model that has none. */
public enum UnknownPrice {
    /** The list's own default, the owner's if {@code prices.json} has one. It may be less than Groq bills. */
    DEFAULT,
    /** On each measure the dearest price listed on the day of the call; the default where none is. */
    DEAREST;

    /** The lower-case name used in settings and APIs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that label, in any case. */
    public static Optional<UnknownPrice> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(choice -> choice.label().equalsIgnoreCase(label))
                .findFirst();
    }
}
