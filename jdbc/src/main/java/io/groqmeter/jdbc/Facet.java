package io.groqmeter.jdbc;

import io.groqmeter.store.Dimension;
import io.groqmeter.store.RollupPlan.Grain;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A few dimensions that sums are kept by besides the full {@link Series}: most questions name no more than one of these, and a
 * facet has a handful of rows where the series have thousands.
 */
enum Facet {
    MODEL(1, true, Dimension.MODEL),
    KEY(2, false, Dimension.KEY),
    PROJECT(3, false, Dimension.PROJECT),
    USER(4, false, Dimension.USER),
    /** What calls are like: where they went, how they ended, how certain they are. */
    KIND(5, true, Dimension.ENDPOINT, Dimension.USAGE_BASIS, Dimension.PRICE_BASIS, Dimension.STATUS);

    private final int number;
    private final boolean byHour;
    private final List<Dimension> dimensions;

    Facet(int number, boolean byHour, Dimension... dimensions) {
        this.number = number;
        this.byHour = byHour;
        this.dimensions = List.of(dimensions);
    }

    /** The number it is stored as. */
    int number() {
        return number;
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /** Whether it has sums of that grain. Those whose hours would be nearly as many as the series' have none by the hour. */
    boolean has(Grain grain) {
        return byHour || grain != Grain.HOUR;
    }

    /** The facet that tells all of these apart and has that grain; none when they are spread over several. */
    static Optional<Facet> telling(Collection<Dimension> labels, Grain grain) {
        for (Facet facet : values()) {
            if (facet.has(grain) && facet.dimensions.containsAll(labels)) {
                return Optional.of(facet);
            }
        }
        return Optional.empty();
    }
}
