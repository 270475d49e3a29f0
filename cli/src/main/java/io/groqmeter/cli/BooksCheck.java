package io.groqmeter.cli;

import io.groqmeter.jdbc.SqliteUsageStore;
import io.groqmeter.report.Dollars;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.spool.SpoolingUsageStore;
import io.groqmeter.usage.Counted;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether the books can be read and are sound, and what waits beside them. */
final class BooksCheck {

    private final Path folder;
    private final InstantSource clock;
    private final boolean thorough;

    /** @param thorough whether to read the whole database and compare every sum with its rows */
    BooksCheck(Path folder, InstantSource clock, boolean thorough) {
        this.folder = folder;
        this.clock = clock;
        this.thorough = thorough;
    }

    List<Finding> run() {
        Path database = folder.resolve(Books.DATABASE);
        if (!Books.areIn(folder)) {
            return List.of(Finding.fine("books", "no database yet"));
        }
        try (SqliteUsageStore store = SqliteUsageStore.openReadOnly(database)) {
            // First, for it waits for what a running gateway is just bringing there.
            int late = new LateRecords(folder, store).late().size();
            StoreHealth health = thorough ? store.verify() : store.check();
            UsageSummary total = new Summaries(store, clock).total();
            List<Finding> findings = new ArrayList<>();
            findings.add(sums(health, total));
            if (store.older()) {
                findings.add(Finding.remark("books", Books.OLDER));
            }
            spooled().ifPresent(findings::add);
            late(late).ifPresent(findings::add);
            unsettled(total).ifPresent(findings::add);
            return findings;
        } catch (UsageStoreException e) {
            return List.of(Finding.fault("books", String.valueOf(e.getMessage())));
        }
    }

    private static Finding sums(StoreHealth health, UsageSummary total) {
        String detail = health.detail() + "; " + Counted.of(total.sums().calls(), "call") + ", $"
                + Dollars.digits(total.totalCostUsd());
        return health.ok() ? Finding.fine("books", detail) : Finding.fault("books", detail);
    }

    private Optional<Finding> spooled() {
        long spooled = SpoolingUsageStore.spooled(folder);
        return spooled == 0
                ? Optional.empty()
                : Optional.of(Finding.remark(
                        "books",
                        Counted.of(spooled, "record waits", "records wait")
                                + " in the spool, not in these sums; a running gateway takes what waits into the books as"
                                + " soon as it can"));
    }

    private static Optional<Finding> late(int late) {
        return late == 0
                ? Optional.empty()
                : Optional.of(Finding.remark(
                        "books",
                        Counted.of(late, "call has", "calls have")
                                + " settled and not come into these sums yet; a running gateway sees to that at once,"
                                + " else 'groqmeter stats' or the next start does"));
    }

    private static Optional<Finding> unsettled(UsageSummary total) {
        if (total.unsettled().isEmpty()) {
            return Optional.empty();
        }
        long unbounded = OpenCall.unbounded(total.unsettled());
        return Optional.of(Finding.remark(
                "books",
                Counted.of(total.unsettled().size(), "call") + " unsettled or only estimated, worth up to $"
                        + Dollars.digits(total.unsettledWorstCase()) + " more"
                        + (unbounded == 0 ? "" : "; nothing bounds " + unbounded + " of them")
                        + ". See 'groqmeter unsettled'"));
    }
}
