package io.groqmeter.store;

import io.groqmeter.usage.Window;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * All records that are wanted, latest start first, a page at a time: each is read from the store when it is asked for, so that only one
 * is in memory. There is always a first page, which may be empty. Not thread-safe, but may be handed from thread to thread.
 */
public final class RecordPages implements Iterator<List<UsageRecord>> {

    /** Large enough that what a page costs by itself does not count. */
    private static final int PAGE = 1_000;

    private final UsageStore store;
    private final Window window;
    private final Map<Dimension, String> only;
    private Optional<String> cursor = Optional.empty();
    private boolean more = true;

    /**
     * @param window the time they start in
     * @param only what a dimension must equal
     */
    public RecordPages(UsageStore store, Window window, Map<Dimension, String> only) {
        this.store = store;
        this.window = window;
        this.only = Map.copyOf(only);
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public List<UsageRecord> next() {
        if (!more) {
            throw new NoSuchElementException();
        }
        RecordPage page = store.find(new RecordQuery(window, only, PAGE, cursor));
        cursor = page.next();
        more = cursor.isPresent();
        return page.records();
    }
}
