package io.groqmeter.cli.books;

import io.groqmeter.cli.console.CliException;
import io.groqmeter.cli.settings.Settings;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.memory.InMemoryPolicyStore;
import java.io.IOException;
import java.nio.file.Path;

/** The policies of a data folder: caller keys, budgets, limits, alerts. A running gateway notices what a command changes. */
public final class Policies {

    /** Why hard budgets and no metering do not go together. */
    public static final String UNRECORDED =
            "GROQ_DEBUG=false records nothing, so hard budgets cannot be enforced; record calls, or remove"
                    + " the budgets";

    private Policies() {}

    /**
     * Opens them for a command, with or without a running gateway; makes the folder and its books where there are none.
     *
     * @throws CliException when they are out of reach
     */
    public static PolicyStore open(Settings settings) {
        Path folder = settings.data();
        if (!settings.persistent()) {
            throw CliException.misused("the memory store exists only in the gateway's process; ask the gateway"
                    + " under http://127.0.0.1:" + settings.port() + "/api, or leave out --store");
        }
        return database(settings, folder);
    }

    /** Opens them for a command that only reads; where there are none, none are made. */
    public static PolicyStore openToRead(Settings settings) {
        Path database = settings.data().resolve(Books.DATABASE);
        if (!settings.persistent()) {
            return open(settings);
        }
        return Books.areIn(settings.data()) ? SqliteUsageStore.policiesReadOnly(database) : new InMemoryPolicyStore();
    }

    private static PolicyStore database(Settings settings, Path folder) {
        try {
            OwnerOnly.folder(folder);
            new FirstImport(folder).noteIfDue();
        } catch (IOException e) {
            throw CliException.failed(folder + " cannot be written to; choose another folder with --data", e);
        }
        try (SqliteUsageStore store = Books.toWriteBesideAGateway(settings)) {
            return store.policies();
        }
    }

    /** The policies that belong to books that are open already. */
    public static PolicyStore beside(UsageStore books) {
        return books instanceof SqliteUsageStore sqlite ? sqlite.policies() : new InMemoryPolicyStore();
    }
}
