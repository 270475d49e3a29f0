package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A few dimensions that sums are kept by besides the full {@link Series}: most questions name no more than one of these, and a
 * facet has a handful of rows where the series have thousands.
 */
enum Facet {
    MODEL(1, Dimension.MODEL),
    KEY(2, Dimension.KEY),
    PROJECT(3, Dimension.PROJECT),
    USER(4, Dimension.USER),
    /** What calls are like: where they went, how they ended, how certain they are. */
    KIND(5, Dimension.ENDPOINT, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS, Dimension.STATUS);

    private final int number;
    private final List<Dimension> dimensions;

    Facet(int number, Dimension... dimensions) {
        this.number = number;
        this.dimensions = List.of(dimensions);
    }

    /** The number it is stored as. */
    int number() {
        return number;
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /** The facet that tells all of these apart; none when they are spread over several. */
    static Optional<Facet> telling(Collection<Dimension> labels) {
        for (Facet facet : values()) {
            if (facet.dimensions.containsAll(labels)) {
                return Optional.of(facet);
            }
        }
        return Optional.empty();
    }
}
