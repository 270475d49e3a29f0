package io.groqmeter.cli.doctor;

import io.groqmeter.cli.books.Books;
import io.groqmeter.cli.books.JournalCatchUp;
import io.groqmeter.cli.books.ReadOnlyBooks;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.journal.EarlierSpool;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.Plural;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks whether the books can be read and are intact, and what waits beside them. */
final class BooksCheck {

    private final Path folder;
    private final ReadOnlyBooks books;
    private final InstantSource clock;
    private final boolean thorough;

    /** @param thorough whether to read the whole database and compare every sum with its rows */
    BooksCheck(Path folder, ReadOnlyBooks books, InstantSource clock, boolean thorough) {
        this.folder = folder;
        this.books = books;
        this.clock = clock;
        this.thorough = thorough;
    }

    List<CheckResult> run() {
        try {
            return books.problem()
                    .map(problem -> List.of(CheckResult.fault("books", problem)))
                    .orElseGet(() -> books.database()
                            .map(this::run)
                            .orElseGet(() -> List.of(CheckResult.fine("books", "no database yet"))));
        } catch (UsageStoreException e) {
            return List.of(CheckResult.fault("books", String.valueOf(e.getMessage())));
        }
    }

    private List<CheckResult> run(SqliteUsageStore store) {
        // First, for it waits for what a running gateway is just bringing there.
        int late = new JournalCatchUp(folder, store).late();
        StoreHealth health = thorough ? store.verify() : store.check();
        UsageSummary total = new Summaries(store, clock).total();
        List<CheckResult> findings = new ArrayList<>();
        findings.add(sums(health, total));
        if (store.older()) {
            findings.add(CheckResult.remark("books", Books.OLDER));
        }
        spooled().ifPresent(findings::add);
        late(late).ifPresent(findings::add);
        unsettled(total).ifPresent(findings::add);
        return findings;
    }

    private static CheckResult sums(StoreHealth health, UsageSummary total) {
        String detail = health.detail() + "; " + Plural.of(total.sums().calls(), "call") + ", $"
                + Dollars.digits(total.totalCostUsd());
        return health.ok() ? CheckResult.fine("books", detail) : CheckResult.fault("books", detail);
    }

    private Optional<CheckResult> spooled() {
        return EarlierSpool.waits(folder)
                ? Optional.of(CheckResult.remark(
                        "books",
                        "calls of an earlier version wait in " + EarlierSpool.NAME
                                + ", not in these sums; the gateway's next start takes them into the books"))
                : Optional.empty();
    }

    private static Optional<CheckResult> late(int late) {
        return late == 0
                ? Optional.empty()
                : Optional.of(CheckResult.remark(
                        "books",
                        Plural.of(late, "call has", "calls have")
                                + " settled but not reached these sums yet; a running gateway updates them at once,"
                                + " otherwise 'groqmeter stats' or the next start does"));
    }

    private static Optional<CheckResult> unsettled(UsageSummary total) {
        if (total.unsettled().isEmpty()) {
            return Optional.empty();
        }
        long unbounded = OpenCall.unbounded(total.unsettled());
        return Optional.of(CheckResult.remark(
                "books",
                Plural.of(total.unsettled().size(), "call") + " unsettled or only estimated, worth up to $"
                        + Dollars.digits(total.unsettledWorstCase()) + " more"
                        + (unbounded == 0 ? "" : "; nothing bounds " + unbounded + " of them")
                        + ". See 'groqmeter unsettled'"));
    }
}
