package io.groqmeter.budget;

import io.groqmeter.usage.Attribution;
import java.util.Locale;
import java.util.Optional;

/** The calls a {@link Budget} or a {@link Limit} applies to. */
public sealed interface Scope {

    /** Every call. */
    record All() implements Scope {
        @Override
        public String toString() {
            return "all";
        }
    }

    /** The calls of one key, project, user or model. */
    record Named(Subject subject, String name) implements Scope {
        @Override
        public String toString() {
            return subject.label() + ":" + name;
        }
    }

    /** The calls with a tag of that value. Tag names match in any case. */
    record Tagged(String tag, String value) implements Scope {
        @Override
        public String toString() {
            return "tag:" + tag + "=" + value;
        }
    }

    /** The calls of each key, project or user that has no rule of its own: one limit per name. */
    record Each(Subject subject) implements Scope {
        @Override
        public String toString() {
            return "each-" + subject.label();
        }
    }

    /**
     * Reads a scope as people write it: {@code all}, {@code key:NAME}, {@code project:NAME}, {@code user:NAME}, {@code model:ID},
     * {@code tag:K=V}, {@code each-key}, {@code each-project}, {@code each-user}. {@code toString} gives the same text back.
     *
     * @throws IllegalArgumentException when it is not a scope; the message lists the possible ones
     */
    static Scope parse(String text) {
        String scope = text.strip();
        if (scope.equals("all")) {
            return new All();
        }
        if (scope.startsWith("each-")) {
            return Subject.ofLabel(scope.substring(5))
                    .filter(subject -> subject != Subject.MODEL)
                    .map(Each::new)
                    .orElseThrow(() -> unknown(scope));
        }
        int colon = scope.indexOf(':');
        String name = scope.substring(colon + 1).strip();
        if (colon < 0 || name.isEmpty() || name.length() > Attribution.LONGEST_LABEL) {
            throw unknown(scope);
        }
        if (scope.startsWith("tag:")) {
            return tagged(scope, name);
        }
        return Subject.ofLabel(scope.substring(0, colon))
                .map(subject -> new Named(subject, name))
                .orElseThrow(() -> unknown(scope));
    }

    private static Scope tagged(String scope, String tag) {
        int equals = tag.indexOf('=');
        String value = tag.substring(equals + 1).strip();
        if (equals < 1 || tag.substring(0, equals).isBlank() || value.isEmpty()) {
            throw unknown(scope);
        }
        return new Tagged(tag.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
    }

    private static IllegalArgumentException unknown(String scope) {
        return new IllegalArgumentException(
                "unknown scope '" + scope + "': write all, key:NAME, project:NAME, user:NAME, model:ID,"
                        + " tag:NAME=VALUE, each-key, each-project or each-user");
    }

    /** In a sentence: {@code all calls}, {@code user:ana}, {@code each user}. */
    default String inWords() {
        if (this instanceof Each each) {
            return "each " + each.subject().label();
        }
        return this instanceof All ? "all calls" : toString();
    }

    /** The group it applies to; empty when it applies to each. */
    default Optional<String> group() {
        if (this instanceof Named named) {
            return Optional.of(named.name());
        }
        if (this instanceof Tagged tagged) {
            return Optional.of(tagged.value());
        }
        return this instanceof All ? Optional.of(SpendGrouping.WHOLE) : Optional.empty();
    }
}
