package io.groqmeter.store;

import java.util.List;

/**
 * What one transaction writes.
 *
 * @param opened calls to put down as open; one whose id is open already is replaced, one whose id has a record already is
 *     ignored
 * @param settled records to append; each closes the open call of its id, if there is one
 */
public record UsageBatch(List<OpenCall> opened, List<UsageRecord> settled) {

    public UsageBatch {
        opened = List.copyOf(opened);
        settled = List.copyOf(settled);
    }

    /** Records only. */
    public static UsageBatch of(List<UsageRecord> records) {
        return new UsageBatch(List.of(), records);
    }

    /** One record only. */
    public static UsageBatch of(UsageRecord record) {
        return of(List.of(record));
    }
}
