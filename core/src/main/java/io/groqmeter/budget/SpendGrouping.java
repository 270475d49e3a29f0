package io.groqmeter.budget;

import io.groqmeter.usage.Attribution;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What money is summed by: nothing, a subject, or a tag's values. */
sealed interface SpendGrouping {

    /** The name of the only group of {@link Whole}. */
    String WHOLE = "";

    record Whole() implements SpendGrouping {}

    record BySubject(Subject subject) implements SpendGrouping {}

    record ByTag(String tag) implements SpendGrouping {}

    /** What the cost of the calls of a scope is added up by. */
    static SpendGrouping of(Scope scope) {
        if (scope instanceof Scope.Named named) {
            return new BySubject(named.subject());
        }
        if (scope instanceof Scope.Each each) {
            return new BySubject(each.subject());
        }
        return scope instanceof Scope.Tagged tagged ? new ByTag(tagged.tag()) : new Whole();
    }

    /**
     * The groups a call belongs to; none when it has no such attribute.
     *
     * @param models the names its model goes by, at most two; it may be billed under either
     */
    default Set<String> groups(Attribution of, Set<String> models) {
        if (this instanceof BySubject by) {
            return switch (by.subject()) {
                case KEY -> one(of.key());
                case PROJECT -> one(of.project());
                case USER -> one(of.user());
                case MODEL -> models;
            };
        }
        return one(this instanceof ByTag by ? valueOf(of.tags(), by.tag()) : WHOLE);
    }

    private static Set<String> one(@Nullable String name) {
        return name == null ? Set.of() : Set.of(name);
    }

    private static @Nullable String valueOf(Map<String, String> tags, String lowerCaseName) {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
                return tag.getValue();
            }
        }
        return null;
    }
}
