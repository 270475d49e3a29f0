package io.groqmeter.pricing;

import org.jspecify.annotations.Nullable;

/**
 * The row of a price list that a name leads to at an instant, and why that one.
 *
 * @param price the row; the list's fallback when the name is unknown or has no public price
 * @param basis why this row
 * @param alias the name that was asked for, when it is another name of the row's model; else null
 * @param note what the list says of a model it knows but has no price for; else null
 */
public record ResolvedPrice(
        ModelPrice price,
        PriceBasis basis,
        @Nullable String alias,
        @Nullable String note) {

    /** Whether the list knows the name, be it without a price. */
    public boolean known() {
        return basis != PriceBasis.FALLBACK || note != null;
    }
}
