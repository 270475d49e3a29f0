package io.groqmeter.store.json;

import io.groqmeter.store.Durability;
import io.groqmeter.store.LatencyRollup;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.RecordPage;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.StoreHealth;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.ExclusiveFileLock;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.store.rollup.RollupTable;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps records in the first tool's files, and reads what that tool left in them.
 *
 * <p>{@code usage_log.json} holds every record and is the only truth; it grows in place (see {@link LogFile}).
 * {@code daily_stats.json} is replaced after every batch and made anew from the log at opening; days it tells of that the log does
 * not are first taken over into the log. {@code open_calls.jsonl} holds the calls that are open. {@code usage_log.lock} keeps a
 * second writer out.
 *
 * <p>An entry has the first tool's seven keys and, under {@code groqmeter}, the whole record. The id of an entry of the first tool
 * follows from what it says.
 *
 * <p>A batch is one write. Should the process die inside it, the first of its records may be there, each whole; nobody was told
 * they are, and appending them again adds only the others. Fits up to a million records or so: opening reads the whole log, some twelve seconds a million, and keeps 50 bytes of each.
 */
public final class JsonFileUsageStore implements UsageStore {

    static final String LOG_NAME = "usage_log.json";

    private static final Logger LOGGER = LoggerFactory.getLogger(JsonFileUsageStore.class);

    private final Path folder;
    private final UsageCalendar calendar;
    private final ExclusiveFileLock folderLock;
    private final LogFile log;
    private final LogIndex index;
    private final RollupTable rollups;
    private final OpenCallFile openCalls;
    private final DailyStatsFile dailyStats;
    private final List<String> notices = new ArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private Optional<String> trouble = Optional.empty();

    private JsonFileUsageStore(Path folder, UsageCalendar calendar, Durability durability, ExclusiveFileLock folderLock)
            throws IOException {
        this.folder = folder;
        this.calendar = calendar;
        this.folderLock = folderLock;
        this.index = new LogIndex(calendar);
        this.rollups = new RollupTable(calendar);
        Path path = folder.resolve(LOG_NAME);
        OwnerOnly.file(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            LogFile.Opened opened = LogFile.open(path, file, durability, this::take);
            this.log = opened.log();
            opened.mended().ifPresent(this::notice);
            this.openCalls = OpenCallFile.open(folder, durability, index::contains);
            this.dailyStats = new DailyStatsFile(folder, calendar, query -> rollups.rollup(query, this::rows));
            takeOverDays();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens the files of a folder, making what is missing.
     *
     * @param calendar its zone is that of the files' timestamps and days
     * @throws UsageStoreException when another process writes the folder, or a file is broken; nothing is changed then
     */
    public static JsonFileUsageStore open(Path folder, UsageCalendar calendar, Durability durability) {
        try {
            ExclusiveFileLock lock = FolderLock.take(folder);
            try {
                return new JsonFileUsageStore(folder, calendar, durability, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot open the JSON files in " + folder + ": " + e.getMessage()
                            + "; check that the folder is writable",
                    e);
        }
    }

    private void take(LogScanner.Scanned scanned) {
        UsageRecord record;
        try {
            record = index.next(scanned.entry());
        } catch (RuntimeException e) {
            throw new UsageStoreException(
                    folder.resolve(LOG_NAME) + " has an entry that cannot be counted, at line " + scanned.line() + ": "
                            + e.getMessage() + "; mend it, or remove it from the file (nothing was changed)",
                    e);
        }
        if (index.add(record, scanned.place())) {
            rollups.add(record);
        } else {
            notice(folder.resolve(LOG_NAME) + " has record " + record.id() + " once more at line " + scanned.line()
                    + "; it counts once");
        }
    }

    private void takeOverDays() throws IOException {
        List<DayStats> known = dailyStats.days();
        Set<LocalDate> dates = known.stream().map(DayStats::date).collect(Collectors.toSet());
        dailyStats.keepIfItSaysMore(known).forEach(this::notice);
        for (DayStats day : DailyStatsFile.read(folder.resolve(DailyStatsFile.NAME))) {
            List<UsageRecord> records = WholeDay.records(day, calendar);
            boolean done = index.contains(WholeDay.id(day.date()));
            boolean begun = records.removeIf(record -> index.contains(record.id()));
            if (!done && (begun || !dates.contains(day.date()))) {
                write(records);
                notice(day.date() + " is told of by daily_stats.json only; it was taken over into the log as a whole: "
                        + day.summary());
            }
        }
        dailyStats.replace(dailyStats.days());
    }

    private void notice(String notice) {
        notices.add(notice);
        LOGGER.warn("{}", notice);
    }

    /** What was found and mended, or counts otherwise than the files seem to say, when they were opened. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    @Override
    public int append(UsageBatch batch) {
        lock.writeLock().lock();
        try {
            List<OpenCall> opened = batch.opened().stream()
                    .filter(call -> !index.contains(call.id()))
                    .toList();
            Map<String, UsageRecord> fresh = new LinkedHashMap<>();
            for (UsageRecord record : batch.settled()) {
                if (!index.contains(record.id())) {
                    fresh.putIfAbsent(record.id(), record);
                }
            }
            openCalls.write(opened);
            try {
                write(List.copyOf(fresh.values()));
            } catch (IOException | RuntimeException e) {
                openCalls.takeBack();
                throw e;
            }
            keepUp(opened, batch.settled(), fresh.values());
            return fresh.size();
        } catch (IOException e) {
            trouble = Optional.of("cannot write to " + folder + ": " + e.getMessage() + "; make room or mend the disk");
            throw new UsageStoreException(trouble.get(), e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void write(List<UsageRecord> records) throws IOException {
        if (!records.isEmpty()) {
            List<LogRange> places = log.append(index.texts(records));
            for (int number = 0; number < records.size(); number++) {
                index.add(records.get(number), places.get(number));
                rollups.add(records.get(number));
            }
        }
    }

    /** What follows from the log. The batch is safe by now, so trouble here does not fail it: the next batch mends it. */
    private void keepUp(List<OpenCall> opened, List<UsageRecord> settled, Collection<UsageRecord> fresh) {
        try {
            openCalls.commit(opened, settled.stream().map(UsageRecord::id).toList());
            fresh.forEach(dailyStats::changed);
            dailyStats.catchUp();
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of("cannot replace " + DailyStatsFile.NAME + " in " + folder + ": " + e.getMessage()
                    + "; make room or mend the disk");
            LOGGER.warn("{}", trouble.get());
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
        index.read(log, window, action);
    }

    @Override
    public RecordPage find(RecordQuery query) {
        return reading(() -> index.find(log, query));
    }

    @Override
    public Optional<UsageRecord> find(String id) {
        return reading(() -> index.find(id, log));
    }

    @Override
    public List<Positioned> after(long position, int limit) {
        return reading(() -> {
            List<Positioned> found = new ArrayList<>();
            if (limit > 0) {
                index.read(log, new LogRange(Math.max(position, log.start()), log.end()), positioned -> {
                    found.add(positioned);
                    return found.size() < limit;
                });
            }
            return found;
        });
    }

    @Override
    public List<OpenCall> openCalls() {
        return reading(() -> openCalls.calls().stream()
                .sorted(Comparator.comparing(OpenCall::startedAt).thenComparing(OpenCall::id))
                .toList());
    }

    @Override
    public UsageCalendar calendar() {
        return calendar;
    }

    @Override
    public StoreHealth check() {
        return reading(() -> trouble.isEmpty() && Files.isWritable(folder.resolve(LOG_NAME))
                ? new StoreHealth(true, "JSON files in " + folder)
                : new StoreHealth(false, trouble.orElse("cannot write to " + folder.resolve(LOG_NAME))));
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            log.close();
            openCalls.close();
            folderLock.close();
        } catch (IOException e) {
            LOGGER.warn("closing the JSON files in {}: {}", folder, e.getMessage());
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
