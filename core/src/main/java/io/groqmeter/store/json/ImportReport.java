package io.groqmeter.store.json;

import java.nio.file.Path;
import java.util.List;

/**
 * What an import of a file did.
 *
 * @param file the file
 * @param added records that are new in the store
 * @param known records the store had already
 * @param refused entries that cannot be counted; nothing of them was added
 * @param refusals the first of them, each with its line and the reason
 * @param notices what is worth telling: days whose numbers differ, an unfinished end
 */
public record ImportReport(
        Path file, long added, long known, long refused, List<String> refusals, List<String> notices) {

    public ImportReport {
        refusals = List.copyOf(refusals);
        notices = List.copyOf(notices);
    }

    /** Whether all that the file says is in the books. */
    public boolean complete() {
        return refused == 0;
    }
}
