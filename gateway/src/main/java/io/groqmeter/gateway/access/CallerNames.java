package io.groqmeter.gateway.access;

import io.groqmeter.access.CallerKey;
import io.groqmeter.access.KeyBook;
import io.groqmeter.budget.Subject;
import io.groqmeter.budget.rules.KnownNames;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names of caller keys and of the projects and users they stand for, as known to rules.
 *
 * @param book the keys, read for each query; includes expired and revoked ones
 */
public record CallerNames(KeyBook book) implements KnownNames.Keys {

    @Override
    public Set<String> names(Subject subject) {
        return switch (subject) {
            case KEY -> names(CallerKey::name);
            case PROJECT -> names(CallerKey::project);
            case USER -> names(CallerKey::user);
            case MODEL -> Set.of();
        };
    }

    private Set<String> names(Function<CallerKey, @Nullable String> name) {
        return book.all().stream().map(name).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    @Override
    public void check(String name) {
        CallerKey.checkName(name);
    }
}
