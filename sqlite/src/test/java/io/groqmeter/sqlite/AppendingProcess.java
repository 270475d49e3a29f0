package io.groqmeter.sqlite;

import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** A process that appends batches of {@link #BATCH} to a file and prints the last id of each one that is acknowledged. */
final class AppendingProcess implements AutoCloseable {

    static final int BATCH = 7;

    private final Process process;
    private final BufferedReader acknowledged;

    private AppendingProcess(Process process) {
        this.process = process;
        this.acknowledged = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static AppendingProcess start(Path file, int seed, int batches) throws IOException {
        List<String> command = List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AppendingProcess.class.getName(),
                file.toString(),
                Integer.toString(seed),
                Integer.toString(batches));
        return new AppendingProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    public static void main(String[] args) {
        Traffic traffic = new Traffic(Integer.parseInt(args[1]));
        try (SqliteUsageStore store =
                SqliteUsageStore.open(Path.of(args[0]), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS)) {
            for (int batch = Integer.parseInt(args[2]); batch > 0; batch--) {
                List<UsageRecord> records = traffic.next(BATCH);
                store.append(UsageBatch.of(records));
                System.out.println(records.get(BATCH - 1).id());
            }
        }
    }

    /** The last id of the next batch it acknowledges; waits for it. */
    String nextAcknowledged() throws IOException {
        String id = acknowledged.readLine();
        if (id == null) {
            throw new IOException("the appending process ended early");
        }
        return id;
    }

    /** Kills it without a chance to finish anything, and returns the last ids that it acknowledged meanwhile. */
    List<String> kill() throws InterruptedException {
        // By its handle: the process object would close the pipe, with what is still in it.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return acknowledged.lines().toList();
    }

    /** Waits until it has appended everything. */
    int waitForEnd() throws InterruptedException {
        acknowledged.lines().forEach(id -> {});
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
