package io.groqmeter.pricing;

import org.jspecify.annotations.Nullable;

/**
 * The row of a price list that a name leads to at an instant, and why that one.
 *
 * @param price the row; the list's fallback when the name is unknown or has no public price
 * @param basis why this row
 * @param alias the requested name, when it is an alias of the row's model; else null
 * @param note the list's remark on a known model without a price; else null
 */
public record ResolvedPrice(
        ModelPrice price,
        PriceBasis basis,
        @Nullable String alias,
        @Nullable String note) {

    /** Whether the list has the name, with or without a price. */
    public boolean known() {
        return basis != PriceBasis.FALLBACK || note != null;
    }
}
