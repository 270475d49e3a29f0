package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStore.Positioned;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.file.ExclusiveFileLock;
import io.groqmeter.store.file.OwnerOnly;
import io.groqmeter.text.Plural;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the first tool's files up to date with a store: every answered call to a billed endpoint becomes an entry of
 * {@code usage_log.json} in that tool's seven keys, the record's id as {@code request_id}, and {@code daily_stats.json} holds the
 * store's sums of each day.
 *
 * <p>It follows the store by {@link UsageStore#after} and writes down how far it came only after the entries are in the log. Killed
 * in between, it finds entries behind the length written down, knows them by their ids and goes on behind them: nothing is missing
 * and nothing doubled. Where what was written down does not fit the files or the store (the first start, a log edited by hand or
 * written by the first tool meanwhile, another store), it reads the whole log, imports what the store does not know, and adds what
 * the log does not have. A log that was moved away is begun anew with what comes from then on.
 *
 * <p>Not thread-safe: one thread calls {@link #catchUp}. While the mirror is opened, nobody else may append to the store.
 */
public final class JsonFileMirror implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(JsonFileMirror.class);
    private static final int BATCH = 1_000;

    private final UsageStore store;
    private final Path folder;
    private final Path path;
    private final ExclusiveFileLock lock;
    private final LogFile log;
    private final DailyStatsFile dailyStats;
    private final List<String> notices = new ArrayList<>();

    /** The ids in the log of records that the store will still show; none once it has shown them. */
    private IdIndex ahead = new IdIndex();

    /** Whether {@link #ahead} holds the whole log, so that nothing may be written down before the store is read to its end. */
    private boolean learning;

    private long position;

    private JsonFileMirror(UsageStore store, Path folder, ExclusiveFileLock lock) throws IOException {
        this.store = store;
        this.folder = folder;
        this.path = folder.resolve(JsonFileUsageStore.LOG_NAME);
        this.lock = lock;
        this.dailyStats = new DailyStatsFile(folder, store.calendar(), store::rollup);
        Optional<MirrorState> state = MirrorState.read(folder);
        OwnerOnly.file(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            LogFile.Opened opened = state.isPresent() ? resume(state.get(), file) : learn(file);
            this.log = opened.log();
            opened.mended().ifPresent(this::notice);
            List<DayStats> days = dailyStats.days();
            dailyStats.keepIfItSaysMore(days).forEach(this::notice);
            dailyStats.replace(days);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens the mirror of a store in a folder and brings it up to date, importing what the files know and the store does not.
     *
     * @throws UsageStoreException when another process writes the folder, or a file is broken
     */
    public static JsonFileMirror open(UsageStore store, Path folder) {
        try {
            ExclusiveFileLock lock = FolderLock.take(folder);
            try {
                JsonFileMirror mirror = new JsonFileMirror(store, folder, lock);
                mirror.catchUp();
                return mirror;
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

    private LogFile.Opened resume(MirrorState state, RandomAccessFile file) throws IOException {
        boolean sameStore =
                state.lastId().isEmpty() || store.find(state.lastId()).isPresent();
        if (!sameStore) {
            return learn(file);
        }
        position = state.position();
        if (file.length() == 0) {
            LogFile.Opened anew = LogFile.open(path, file, Durability.PROCESS, scanned -> {});
            new MirrorState(position, anew.log().end(), state.lastId()).write(folder);
            return anew;
        }
        long start = start();
        boolean fits = state.length() == start
                || (state.length() > start && state.length() <= file.length() && endsEntry(file, state.length()));
        if (!fits) {
            return learn(file);
        }
        int[] strangers = {0};
        LogFile.Opened opened =
                LogFile.openKnown(path, file, Durability.PROCESS, new LogRange(start, state.length()), scanned -> {
                    Object id = scanned.keys() == null ? null : scanned.keys().get("request_id");
                    if (id instanceof String name && store.find(name).isPresent()) {
                        ahead.putIfAbsent(name, 1);
                    } else {
                        strangers[0]++;
                    }
                });
        return strangers[0] == 0 ? opened : learn(file);
    }

    private long start() throws IOException {
        try (LogScanner scanner = LogScanner.whole(path)) {
            return scanner.start();
        } catch (JsonProcessingException e) {
            return Long.MAX_VALUE; // reading it whole will say what is wrong with it
        }
    }

    private static boolean endsEntry(RandomAccessFile file, long length) throws IOException {
        file.seek(length - 1);
        return file.read() == '}';
    }

    /** Reads the whole log: what the store does not know is imported, what the log does not have will be added. */
    private LogFile.Opened learn(RandomAccessFile file) throws IOException {
        MirrorState.forget(folder);
        position = 0;
        learning = true;
        ahead = new IdIndex();
        EntryRecords records = new EntryRecords(store.calendar());
        LogFile.Opened opened = LogFile.open(path, file, Durability.PROCESS, scanned -> {
            try {
                UsageRecord record = records.record(scanned.entry(), entry -> EntryIds.known(entry, ahead) + 1);
                ahead.putIfAbsent(record.id(), 1);
            } catch (RuntimeException e) {
                notice(path + " has an entry that cannot be counted, at line " + scanned.line() + ": "
                        + e.getMessage());
            }
        });
        for (ImportReport report : new SeedImport(store, true).folder(folder)) {
            report.notices().forEach(this::notice);
            if (report.added() > 0) {
                notice(Plural.of(report.added(), "record was", "records were") + " imported from " + report.file());
            }
        }
        return opened;
    }

    private void notice(String notice) {
        notices.add(notice);
        LOGGER.info("{}", notice);
    }

    /** What was found, imported or mended when the files were opened. */
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /**
     * Writes what the store has that the files do not have yet. To be called after every commit; what one call cannot write, the
     * next one does.
     *
     * @throws UsageStoreException when the disk does not take it
     */
    public void catchUp() {
        try {
            for (List<Positioned> next = next(); !next.isEmpty(); next = next()) {
                List<UsageRecord> missing = next.stream()
                        .map(Positioned::record)
                        .filter(this::belongsIntoTheLog)
                        .toList();
                append(missing);
                next.forEach(each -> dailyStats.changed(each.record()));
                Positioned last = next.get(next.size() - 1);
                position = last.position();
                if (next.size() < BATCH) {
                    learning = false;
                    ahead = new IdIndex();
                }
                if (!learning) {
                    new MirrorState(position, log.end(), last.record().id()).write(folder);
                }
            }
            dailyStats.catchUp();
        } catch (IOException e) {
            throw new UsageStoreException(
                    "cannot write the JSON files in " + folder + ": " + e.getMessage() + "; make room or mend the disk",
                    e);
        }
    }

    private List<Positioned> next() {
        return store.after(position, BATCH);
    }

    private boolean belongsIntoTheLog(UsageRecord record) {
        return record.call().answered() && record.metered() && !WholeDay.isPart(record) && !ahead.contains(record.id());
    }

    private void append(List<UsageRecord> records) throws IOException {
        if (!records.isEmpty()) {
            log.append(records.stream()
                    .map(record ->
                            LogEntry.of(record, record.id(), store.calendar()).text())
                    .toList());
        }
    }

    @Override
    public void close() {
        try {
            log.close();
            lock.close();
        } catch (IOException e) {
            LOGGER.warn("closing the JSON files in {}: {}", folder, e.getMessage());
        }
    }
}
