package io.groqmeter;

import io.groqmeter.store.UsageRecord;
import java.util.List;

/**
 * Hears of records once they are in the store, in the order of appending.
 *
 * <p>Called on the queue's own thread: be quick, or hand over. What it throws is logged and harms nobody.
 */
@FunctionalInterface
public interface UsageListener {

    /** These records were appended, in one transaction. */
    void appended(List<UsageRecord> records);
}
