package io.groqmeter.cli.books;

import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Policy;
import io.groqmeter.store.PolicyKind;
import io.groqmeter.store.PolicyStore;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.json.ImportReport;
import io.groqmeter.store.json.JsonFilePolicyStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.json.SeedImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the first tool's files over when a data folder gets its first database, so that nobody loses a past.
 *
 * <p>While it is due, a file {@code groqmeter.importing} stands in the folder: should the process die in between, the next start
 * goes on, and nothing is counted twice.
 */
public final class FirstImport {

    private final Path folder;
    private final Path due;

    public FirstImport(Path folder) {
        this.folder = folder;
        this.due = folder.resolve("groqmeter.importing");
    }

    /** To be called before the database is made. */
    public void noteIfDue() throws IOException {
        if (!Books.areIn(folder) && !Files.exists(due)) {
            OwnerOnly.file(due);
        }
    }

    /**
     * Imports what is there, if that is due, and tells of it. A file that cannot be read is told of and stays for a later
     * {@code import}.
     *
     * <p>With what only a gateway of an earlier version has kept in JSON files: caller keys, budgets and whatever else is a policy, and
     * open calls.
     */
    public List<String> into(UsageStore store, PolicyStore policies) throws IOException {
        List<String> notices = new ArrayList<>();
        if (Files.exists(due)) {
            try {
                new SeedImport(store).folder(folder).forEach(report -> notices.addAll(lines(report)));
                policies(policies).ifPresent(notices::add);
                openCalls(store).ifPresent(notices::add);
            } catch (UsageStoreException e) {
                notices.add(e.getMessage() + "; fix it and run 'groqmeter import'");
            }
            Files.delete(due);
        }
        return notices;
    }

    private Optional<String> openCalls(UsageStore store) {
        Path file = folder.resolve("open_calls.jsonl");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<OpenCall> open;
        try (UsageStore files = JsonFileUsageStore.open(folder, store.calendar(), Durability.PROCESS)) {
            open = files.openCalls();
        }
        store.append(new UsageBatch(open, List.of()));
        return added(file, open.size());
    }

    private Optional<String> policies(PolicyStore policies) {
        int added = 0;
        try (PolicyStore file = JsonFilePolicyStore.open(folder)) {
            for (PolicyKind kind : PolicyKind.values()) {
                for (Policy policy : file.list(kind)) {
                    added += policies.add(policy) ? 1 : 0;
                }
            }
        }
        return added(folder.resolve("policies.json"), added);
    }

    private static Optional<String> added(Path file, int count) {
        return count == 0 ? Optional.empty() : Optional.of(file + ": " + count + " added");
    }

    /** What an import did, as lines for people. */
    public static List<String> lines(ImportReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.file() + ": " + report.added() + " added, " + report.known() + " known already"
                + (report.refused() == 0 ? "" : ", " + report.refused() + " refused"));
        report.refusals().forEach(refusal -> lines.add("  refused: " + refusal));
        report.notices().forEach(notice -> lines.add("  " + notice));
        return lines;
    }
}
