package io.groqmeter.store.json;

import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of entries that carry none: worked out from what they say and from their ordinal among equal entries of the file, so
 * that a file, or a longer version of it, gives the same ids whenever and by whomever it is read.
 */
final class EntryIds {

    /** {@code gm-} and 26 characters of Crockford's base32; or one of ours from a file. */
    private static final Pattern OURS =
            Pattern.compile("gm-[0-9a-hjkmnp-tv-z]{26}|log-[0-9a-f]{32}|day-[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

    private EntryIds() {}

    /** The id of the {@code ordinal}-th entry, from 1, that says so. */
    static String derived(LogEntry entry, long ordinal) {
        return "log-" + Hash.of(entry.content() + "\n" + ordinal).hex();
    }

    /** Whether a request id is a record's id. */
    static boolean isRecordId(@Nullable String requestId) {
        return requestId != null && OURS.matcher(requestId).matches();
    }

    /** How many entries that say the same are known. */
    static long known(LogEntry entry, IdIndex ids) {
        return last(ordinal -> ids.contains(derived(entry, ordinal)));
    }

    /** The ordinal of the entry at that place among the entries that say the same. */
    static long ordinalAt(LogEntry entry, long place, IdIndex ids) {
        long likely = last(ordinal -> {
            long at = ids.get(derived(entry, ordinal));
            return at != 0 && at <= place;
        });
        // Ids that entries carry themselves may have come out of turn.
        long ordinal = likely;
        for (long tried = 1; ids.get(derived(entry, ordinal)) != place && tried <= ids.size(); tried++) {
            ordinal = tried;
        }
        return ordinal;
    }

    /** The last ordinal of which it holds, if it holds of all up to that one; 0 when it does not hold of 1. */
    private static long last(LongPredicate holds) {
        long below = 0;
        long above = 1;
        while (holds.test(above)) {
            below = above;
            above *= 2;
        }
        while (above - below > 1) {
            long middle = (above + below) / 2;
            if (holds.test(middle)) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }
}
