package io.groqmeter.cli.books;

import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The books and policies of a data folder as they are, opened once and never changed; unlike {@link Books#open} it brings nothing in. */
public final class ReadOnlyBooks implements AutoCloseable {

    private final UsageStore store;
    private final PolicyStore policies;
    private final @Nullable String problem;

    private ReadOnlyBooks(UsageStore store, PolicyStore policies, @Nullable String problem) {
        this.store = store;
        this.policies = policies;
        this.problem = problem;
    }

    /** Opens them. Where they cannot be read there are none, and {@link #problem} says why. */
    public static ReadOnlyBooks of(Settings settings) {
        try {
            if (!Books.areIn(settings.data())) {
                UsageStore files = Books.ofFiles(settings, new PrintWriter(Writer.nullWriter()));
                return new ReadOnlyBooks(files, new InMemoryPolicyStore(), null);
            }
            SqliteUsageStore database =
                    SqliteUsageStore.openReadOnly(settings.data().resolve(Books.DATABASE));
            return new ReadOnlyBooks(
                    database, settings.persistent() ? database.policies() : new InMemoryPolicyStore(), null);
        } catch (UsageStoreException e) {
            UsageStore none = new InMemoryUsageStore(new UsageCalendar(settings.zone()));
            return new ReadOnlyBooks(none, new InMemoryPolicyStore(), String.valueOf(e.getMessage()));
        }
    }

    /** What is recorded: in the database, else in the first tool's files. */
    public UsageStore store() {
        return store;
    }

    /** The same store where it is the database. */
    public Optional<SqliteUsageStore> database() {
        return store instanceof SqliteUsageStore database ? Optional.of(database) : Optional.empty();
    }

    public PolicyStore policies() {
        return policies;
    }

    /** Why they cannot be read. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        policies.close();
        store.close();
    }
}
