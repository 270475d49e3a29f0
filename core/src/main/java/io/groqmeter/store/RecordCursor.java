package io.groqmeter.store;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The place of a record among all records, latest start first and ties in reverse order of appending: what a page's cursor says.
 *
 * <p>It names the last record of a page, so that records appended meanwhile never shift the next one.
 *
 * @param startedAt the record's start
 * @param position the record's position in the order of appending
 */
public record RecordCursor(Instant startedAt, long position) implements Comparable<RecordCursor> {

    /** The place of that record. */
    public static RecordCursor of(UsageStore.Positioned positioned) {
        return new RecordCursor(positioned.record().startedAt(), positioned.position());
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when the text is no cursor
     */
    public static RecordCursor parse(String text) {
        int dash = text.lastIndexOf('-');
        try {
            if (dash > 0) {
                return new RecordCursor(
                        Instant.ofEpochMilli(Long.parseLong(text, 0, dash, 10)),
                        Long.parseLong(text, dash + 1, text.length(), 10));
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw unknown(text, e);
        }
        throw unknown(text, null);
    }

    private static IllegalArgumentException unknown(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "unknown cursor '" + text + "': pass on the cursor of an earlier page as it came", cause);
    }

    /** Earlier pages come first. */
    @Override
    public int compareTo(RecordCursor other) {
        int byTime = other.startedAt.compareTo(startedAt);
        return byTime != 0 ? byTime : Long.compare(other.position, position);
    }

    /** The cursor as text: the start's epoch milliseconds, a dash, the position. */
    @Override
    public String toString() {
        return startedAt.toEpochMilli() + "-" + position;
    }
}
