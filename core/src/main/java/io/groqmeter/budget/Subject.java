package io.groqmeter.budget;

import io.groqmeter.store.Dimension;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of names a {@link Scope} can have. */
public enum Subject {
    KEY(Dimension.KEY),
    PROJECT(Dimension.PROJECT),
    USER(Dimension.USER),
    MODEL(Dimension.MODEL);

    private final Dimension dimension;

    Subject(Dimension dimension) {
        this.dimension = dimension;
    }

    /** What its sums are grouped by in the store. */
    public Dimension dimension() {
        return dimension;
    }

    /** The lower-case word people write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Subject> ofLabel(String label) {
        return Stream.of(values())
                .filter(subject -> subject.label().equals(label))
                .findFirst();
    }
}
