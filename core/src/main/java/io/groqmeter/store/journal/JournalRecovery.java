package io.groqmeter.store.journal;

import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.json.UsageLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a journal's records into the store. One that the store refuses although it works is put aside in {@code calls.refused}, a
 * line of JSON each.
 */
final class JournalRecovery {

    static final String REFUSED = "calls.refused";

    private static final Logger LOG = LoggerFactory.getLogger(JournalRecovery.class);
    private static final int AT_ONCE = 1_000;

    private final UsageStore store;
    private final Path refused;

    JournalRecovery(UsageStore store, Path folder) {
        this.store = store;
        this.refused = folder.resolve(REFUSED);
    }

    /** @throws UsageStoreException when the store takes nothing */
    void append(List<UsageRecord> settled) {
        List<UsageRecord> records = settled.stream()
                .sorted(Comparator.comparing(UsageRecord::startedAt).thenComparing(UsageRecord::id))
                .toList();
        for (int from = 0; from < records.size(); from += AT_ONCE) {
            List<UsageRecord> some = records.subList(from, Math.min(from + AT_ONCE, records.size()));
            try {
                store.append(UsageBatch.of(some));
            } catch (UsageStoreException e) {
                some.forEach(this::appendOrRefuse);
            }
        }
    }

    private void appendOrRefuse(UsageRecord record) {
        try {
            store.append(UsageBatch.of(record));
        } catch (UsageStoreException e) {
            if (!store.check().ok()) {
                throw e;
            }
            putAside(record, e);
        }
    }

    private void putAside(UsageRecord record, UsageStoreException why) {
        LOG.error("The books refuse a call; it was put aside in {}: {}", refused, why.getMessage());
        try {
            OwnerOnly.file(refused);
            Files.writeString(
                    refused,
                    new UsageLine.Settled(record).text() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UsageStoreException("cannot write " + refused + ": " + e.getMessage(), e);
        }
    }
}
