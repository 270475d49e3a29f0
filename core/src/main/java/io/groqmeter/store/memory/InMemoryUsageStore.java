package io.groqmeter.store.memory;

import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordCursor;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.rollup.RollupTable;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps records in memory; they end with the process. Closing it changes nothing. */
public final class InMemoryUsageStore implements UsageStore {

    private final UsageCalendar calendar;
    private RollupTable rollups;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final List<UsageRecord> appended = new ArrayList<>();
    private final Map<String, UsageRecord> byId = new HashMap<>();
    private final NavigableMap<RecordCursor, UsageRecord> latestFirst = new TreeMap<>();
    private final Map<String, OpenCall> open = new HashMap<>();

    public InMemoryUsageStore(UsageCalendar calendar) {
        this.calendar = calendar;
        this.rollups = new RollupTable(calendar);
    }

    @Override
    public int append(UsageBatch batch) {
        lock.writeLock().lock();
        try {
            for (OpenCall call : batch.opened()) {
                if (!byId.containsKey(call.id())) {
                    open.put(call.id(), call);
                }
            }
            int before = appended.size();
            batch.settled().forEach(this::settle);
            return appended.size() - before;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public int replace(Collection<String> gone, UsageBatch batch) {
        lock.writeLock().lock();
        try {
            List<UsageRecord> left = appended.stream()
                    .filter(record -> !gone.contains(record.id()))
                    .toList();
            appended.clear();
            byId.clear();
            latestFirst.clear();
            rollups = new RollupTable(calendar);
            left.forEach(this::settle);
            return append(batch);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void settle(UsageRecord record) {
        open.remove(record.id());
        if (byId.putIfAbsent(record.id(), record) == null) {
            appended.add(record);
            latestFirst.put(new RecordCursor(record.startedAt(), appended.size()), record);
            rollups.add(record);
        }
    }

    @Override
    public List<List<UsageRollup>> rollups(List<RollupQuery> queries) {
        return reading(() ->
                queries.stream().map(query -> rollups.rollup(query, this::rows)).toList());
    }

    @Override
    public List<LatencyRollup> latencies(RollupQuery query) {
        return reading(() -> rollups.latencies(query, this::rows));
    }

    private void rows(Window window, Consumer<UsageRecord> action) {
        latestFirst
                .subMap(latest(window.end()), false, latest(window.start()), false)
                .values()
                .forEach(action);
    }

    /** The place just behind everything that starts at that instant or later. */
    private static RecordCursor latest(Instant instant) {
        return new RecordCursor(instant, 0);
    }

    @Override
    public RecordPage find(RecordQuery query) {
        return reading(() -> {
            RecordCursor from = latest(query.window().end());
            RecordCursor to = latest(query.window().start());
            RecordCursor cursor = query.cursor().map(RecordCursor::parse).orElse(from);
            from = cursor.compareTo(from) > 0 ? cursor : from;
            NavigableMap<RecordCursor, UsageRecord> rest =
                    from.compareTo(to) < 0 ? latestFirst.subMap(from, false, to, false) : new TreeMap<>();
            List<Map.Entry<RecordCursor, UsageRecord>> found = rest.entrySet().stream()
                    .filter(entry -> query.matches(entry.getValue()))
                    .limit(query.limit() + 1L)
                    .toList();
            List<UsageRecord> page =
                    found.stream().limit(query.limit()).map(Map.Entry::getValue).toList();
            return new RecordPage(
                    page,
                    found.size() > query.limit()
                            ? Optional.of(found.get(query.limit() - 1).getKey().toString())
                            : Optional.empty());
        });
    }

    @Override
    public Optional<UsageRecord> find(String id) {
        return reading(() -> Optional.ofNullable(byId.get(id)));
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        return reading(() -> {
            List<Positioned> found = new ArrayList<>();
            for (long next = position; next < appended.size() && found.size() < limit; next++) {
                found.add(new Positioned(next + 1, appended.get((int) next)));
            }
            return found;
        });
    }

    @Override
    public List<OpenCall> openCalls() {
        return reading(() -> open.values().stream()
                .sorted(Comparator.comparing(OpenCall::startedAt).thenComparing(OpenCall::id))
                .toList());
    }

    @Override
    public UsageCalendar calendar() {
        return calendar;
    }

    @Override
    public StoreHealth check() {
        return new StoreHealth(true, "in memory");
    }

    @Override
    public void close() {}

    private <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
