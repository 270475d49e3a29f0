package io.groqmeter.bench.scale;

import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Appends the calls of a {@link Mix} to a SQLite store, batch by batch; another thread makes them. */
final class Fill {

    private static final int BATCH = 50_000;

    private final BlockingQueue<List<UsageRecord>> made = new ArrayBlockingQueue<>(2);

    /**
     * Fills a store.
     *
     * @return calls a second
     */
    double fill(Path database, long records) throws InterruptedException {
        Thread maker = new Thread(() -> make(new Mix(records)), "mix");
        maker.setDaemon(true);
        long began = System.nanoTime();
        maker.start();
        try (SqliteUsageStore store =
                SqliteUsageStore.open(database, new UsageCalendar(ZoneId.of("Europe/Madrid")), Durability.PROCESS)) {
            for (long done = 0; done < records; ) {
                List<UsageRecord> batch = made.take();
                store.append(UsageBatch.of(batch));
                done += batch.size();
                if (done % 500_000 == 0) {
                    System.err.printf("%,d%n", done);
                }
            }
        }
        return records / ((System.nanoTime() - began) / 1e9);
    }

    private void make(Mix mix) {
        try {
            while (mix.hasNext()) {
                List<UsageRecord> batch = new ArrayList<>(BATCH);
                while (mix.hasNext() && batch.size() < BATCH) {
                    batch.add(mix.next());
                }
                made.put(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
