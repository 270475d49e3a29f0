package io.groqmeter.report.format;

import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Window;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first tool's usage log: the metered calls of a store, as far back as asked for. */
public final class UsageLog {

    private static final int PAGE = 1_000;

    private UsageLog() {}

    /** The latest of them, oldest first. */
    public static List<UsageRecord> latest(UsageStore store, int count) {
        Deque<UsageRecord> oldestFirst = new ArrayDeque<>();
        Optional<String> cursor = Optional.empty();
        do {
            RecordPage page = store.find(new RecordQuery(Window.always(), Map.of(), PAGE, cursor));
            page.records().stream()
                    .filter(UsageLog::belongs)
                    .limit(count - oldestFirst.size())
                    .forEach(oldestFirst::addFirst);
            cursor = page.next();
        } while (cursor.isPresent() && oldestFirst.size() < count);
        return List.copyOf(oldestFirst);
    }

    /** What the first tool's totals count, and what cost money without an answer: the log's costs add up to the total. */
    private static boolean belongs(UsageRecord record) {
        return record.metered() && (record.call().answered() || record.cost().signum() > 0);
    }
}
