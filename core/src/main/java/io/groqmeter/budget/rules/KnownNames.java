package io.groqmeter.budget.rules;

import io.groqmeter.budget.Scope;
import io.groqmeter.budget.Subject;
import io.groqmeter.pricing.ModelPrice;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The names in use: in the store, among the caller keys and in the price list. It finds rules that nothing matches
 * yet. Reads the store at each question.
 */
public final class KnownNames {

    private static final Pattern TWO_SCOPES = Pattern.compile(",\\s*(key|project|user|model|tag):");
    private static final int MOST_EDITS = 2;

    /** The names in the caller keys. */
    public interface Keys {

        /** The names that keys have, or give to their calls. */
        Set<String> names(Subject subject);

        /**
         * Checks a name for a key.
         *
         * @throws IllegalArgumentException when it cannot be one, with the reason
         */
        void check(String name);
    }

    private final UsageStore store;
    private final PriceList prices;
    private final Keys keys;

    public KnownNames(UsageStore store, PriceList prices, Keys keys) {
        this.store = store;
        this.prices = prices;
        this.keys = keys;
    }

    /**
     * A name that nothing goes by yet.
     *
     * @param closest the name probably intended; null when none is close
     */
    public record Doubt(
            Subject subject, String name, @Nullable String closest) {

        /** In a sentence: {@code nothing has the model 'gpt-oss-20b' yet; did you mean openai/gpt-oss-20b?} */
        public String sentence() {
            return "nothing has the " + subject.label() + " '" + name + "' yet"
                    + (closest == null ? "" : "; did you mean " + closest + "?");
        }
    }

    /**
     * The name of a rule that no call has matched, and no key or price leads to. Empty when something goes by it, or when the rule is
     * about no one name. Tags are not looked for.
     *
     * @throws IllegalArgumentException when nothing can ever match it, with the reason
     */
    public Optional<Doubt> doubt(Scope scope) {
        if (!(scope instanceof Scope.Named named)) {
            return Optional.empty();
        }
        Set<String> known = names(named.subject());
        if (!known.contains(named.name())) {
            requirePossible(named);
        }
        return doubt(named.subject(), named.name(), known);
    }

    /** Those of the models a key is limited to that nothing goes by. */
    public List<Doubt> doubts(Collection<String> models) {
        Set<String> known = models.isEmpty() ? Set.of() : names(Subject.MODEL);
        return new TreeSet<>(models)
                .stream()
                        .flatMap(model -> doubt(Subject.MODEL, model, known).stream())
                        .toList();
    }

    private void requirePossible(Scope.Named named) {
        if (TWO_SCOPES.matcher(named.name()).find()) {
            throw new IllegalArgumentException(
                    "'" + named + "' names two things, and a rule is about one; write a rule for each");
        }
        boolean ofCaller = named.name().equals("gateway") || named.name().startsWith("key-");
        if (named.subject() == Subject.KEY && !ofCaller) {
            keys.check(named.name());
        }
    }

    private Optional<Doubt> doubt(Subject subject, String name, Set<String> known) {
        // While no name is in use, as in a new store, a missing one means nothing.
        return known.isEmpty() || known.contains(name)
                ? Optional.empty()
                : Optional.of(new Doubt(subject, name, meant(subject, name, known)));
    }

    /** An alias is another name of its model's in the price list, but calls that ask for the model do not go by it. */
    private @Nullable String meant(Subject subject, String name, Set<String> known) {
        String model = subject == Subject.MODEL ? prices.aliases().get(name) : null;
        return model != null ? model : closest(name, known).orElse(null);
    }

    private Set<String> names(Subject subject) {
        Set<String> names = store.rollup(RollupQuery.of(Window.always(), subject.dimension())).stream()
                .map(rollup -> rollup.group().get(subject.dimension()))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        names.addAll(keys.names(subject));
        if (subject == Subject.MODEL) {
            prices.rows().stream()
                    .filter(row -> !row.tool())
                    .map(ModelPrice::model)
                    .forEach(names::add);
        }
        return names;
    }

    /** The name probably intended: the same except for case or provider, or at most two edits away. */
    private static Optional<String> closest(String name, Set<String> known) {
        String plain = plain(name);
        Optional<String> same =
                known.stream().filter(other -> plain(other).equals(plain)).findFirst();
        if (same.isPresent() || plain.length() <= MOST_EDITS) {
            return same;
        }
        return known.stream()
                .filter(other -> edits(plain, plain(other)) <= MOST_EDITS)
                .min((one, other) -> Integer.compare(edits(plain, plain(one)), edits(plain, plain(other))));
    }

    private static String plain(String name) {
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** The Levenshtein distance. */
    private static int edits(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
