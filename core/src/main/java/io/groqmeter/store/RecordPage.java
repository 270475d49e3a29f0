package io.groqmeter.store;

import java.util.List;
import java.util.Optional;

/**
 * A page of records.
 *
 * @param records latest start first
 * @param next the cursor of the next page; empty on the last. Opaque; stays good while records are appended
 */
public record RecordPage(List<UsageRecord> records, Optional<String> next) {
    public RecordPage {
        records = List.copyOf(records);
    }
}
