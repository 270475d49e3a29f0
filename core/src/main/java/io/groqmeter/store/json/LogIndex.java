package io.groqmeter.store.json;

import io.groqmeter.store.RecordCursor;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which record lies where in a log, and the reading of records from there. In memory it holds a few numbers per record; records
 * are read from the file when asked for.
 *
 * <p>Not thread-safe; the store guards it.
 */
final class LogIndex {

    private final EntryRecords records;
    private final IdIndex ids = new IdIndex();
    private final HourIndex hours;

    LogIndex(UsageCalendar calendar) {
        records = new EntryRecords(calendar);
        hours = new HourIndex(calendar);
    }

    /** Whether the id has a record. */
    boolean contains(String id) {
        return ids.contains(id);
    }

    /**
     * The record of an entry behind all that are known.
     *
     * @throws RuntimeException when it says nothing that makes sense
     */
    UsageRecord next(Map<String, Object> entry) {
        return records.record(entry, each -> EntryIds.known(each, ids) + 1);
    }

    /** The texts of new records, to be appended in this order. */
    List<String> texts(List<UsageRecord> fresh) {
        return fresh.stream().map(records::text).toList();
    }

    /** Puts down where a record lies; false when its id is known already. */
    boolean add(UsageRecord record, LogRange place) {
        if (!ids.putIfAbsent(record.id(), place.from())) {
            return false;
        }
        hours.add(record.startedAt(), place);
        return true;
    }

    /** The record of that id. */
    Optional<UsageRecord> find(String id, LogFile log) {
        long from = ids.get(id);
        List<UsageRecord> found = new ArrayList<>(1);
        if (from != 0) {
            read(log, new LogRange(from, log.end()), positioned -> {
                found.add(positioned.record());
                return false;
            });
        }
        return found.stream().findFirst();
    }

    /** The records in a place, in the order they lie in, as long as the reader wants more. */
    void read(LogFile log, LogRange place, Predicate<Positioned> reader) {
        if (place.from() >= place.to()) {
            return;
        }
        try (LogScanner scanner = log.scan(place)) {
            boolean more = true;
            for (var scanned = scanner.next(); more && scanned != null; scanned = more ? scanner.next() : null) {
                long from = scanned.place().from();
                UsageRecord record = records.record(scanned.entry(), each -> EntryIds.ordinalAt(each, from, ids));
                // An id that stood in the log before is not read again.
                if (ids.get(record.id()) == from) {
                    more = reader.test(new Positioned(scanned.place().to(), record));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageStoreException(
                    "usage_log.json was changed by another program while in use (" + e.getMessage()
                            + "); restart to read it anew",
                    e);
        }
    }

    /** The records that start in a window, in any order. */
    void read(LogFile log, Window window, Consumer<UsageRecord> reader) {
        for (List<LogRange> hour : hours.latestFirst(window)) {
            hour.forEach(run -> read(log, run, positioned -> {
                if (window.contains(positioned.record().startedAt())) {
                    reader.accept(positioned.record());
                }
                return true;
            }));
        }
    }

    /** A page of records, latest first. Reads the hours they start in, and holds no more than a page of one hour at a time. */
    RecordPage find(LogFile log, RecordQuery query) {
        Optional<RecordCursor> after = query.cursor().map(RecordCursor::parse);
        List<Positioned> page = new ArrayList<>();
        for (List<LogRange> hour : hours.latestFirst(query.window())) {
            if (page.size() > query.limit()) {
                break;
            }
            page.addAll(latest(log, hour, query, after, query.limit() + 1 - page.size()));
        }
        boolean more = page.size() > query.limit();
        List<Positioned> shown = more ? page.subList(0, query.limit()) : page;
        return new RecordPage(
                shown.stream().map(Positioned::record).toList(),
                more ? Optional.of(RecordCursor.of(shown.get(shown.size() - 1)).toString()) : Optional.empty());
    }

    private List<Positioned> latest(
            LogFile log, List<LogRange> hour, RecordQuery query, Optional<RecordCursor> after, int most) {
        PriorityQueue<Positioned> latest =
                new PriorityQueue<>((one, other) -> RecordCursor.of(other).compareTo(RecordCursor.of(one)));
        hour.forEach(run -> read(log, run, positioned -> {
            boolean wanted = query.matches(positioned.record())
                    && (after.isEmpty() || RecordCursor.of(positioned).compareTo(after.get()) > 0);
            if (wanted) {
                latest.add(positioned);
                if (latest.size() > most) {
                    latest.poll();
                }
            }
            return true;
        }));
        return latest.stream()
                .sorted((one, other) -> RecordCursor.of(one).compareTo(RecordCursor.of(other)))
                .toList();
    }
}
