package io.groqmeter.cli;

import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.ImportReport;
import io.groqmeter.store.json.SeedImport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes the first tool's files over when a data folder gets its first database, so that nobody loses a past. */
final class FirstImport {

    private FirstImport() {}

    /** Imports what is there and tells of it. A file that cannot be read is told of and stays for a later {@code import}. */
    static List<String> into(UsageStore store, Path folder) {
        List<String> notices = new ArrayList<>();
        try {
            for (ImportReport report : new SeedImport(store).folder(folder)) {
                notices.addAll(lines(report));
            }
        } catch (UsageStoreException e) {
            notices.add(e.getMessage() + "; mend it and run 'groqmeter import " + folder + "/…'");
        }
        return notices;
    }

    /** What an import did, as lines for people. */
    static List<String> lines(ImportReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.file() + ": " + report.added() + " calls added, " + report.known() + " known already"
                + (report.leftOut() == 0
                        ? ""
                        : ", " + report.leftOut() + " left out: their day is in the books as a whole")
                + (report.refused() == 0 ? "" : ", " + report.refused() + " refused"));
        report.refusals().forEach(refusal -> lines.add("  refused: " + refusal));
        report.notices().forEach(notice -> lines.add("  " + notice));
        return lines;
    }
}
