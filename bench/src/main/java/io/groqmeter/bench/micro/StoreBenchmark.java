package io.groqmeter.bench.micro;

import io.groqmeter.bench.process.Folders;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One group commit: calls recorded as open, then settled, in two batches as under load. Each iteration starts with empty books. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StoreBenchmark {

    @Param({"memory", "json", "sqlite", "power"})
    public String store = "";

    /** Calls in a batch. */
    @Param({"1", "32"})
    public int calls;

    private final UsageCalendar calendar = new UsageCalendar(ZoneOffset.UTC);
    private Path folder = Path.of("");
    private UsageStore books = NoStore.open();

    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("groqmeter-bench");
        books = switch (store) {
            case "memory" -> new InMemoryUsageStore(calendar);
            case "json" -> JsonFileUsageStore.open(folder, calendar, Durability.PROCESS);
            case "sqlite" -> SqliteUsageStore.open(folder.resolve("groqmeter.db"), calendar, Durability.PROCESS);
            default -> SqliteUsageStore.open(folder.resolve("groqmeter.db"), calendar, Durability.POWER);
        };
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        books.close();
        Folders.delete(folder);
    }

    @Benchmark
    public int append() {
        List<OpenCall> opened = new ArrayList<>(calls);
        List<UsageRecord> settled = new ArrayList<>(calls);
        for (int call = 0; call < calls; call++) {
            UsageRecord record = Samples.record();
            settled.add(record);
            opened.add(Samples.openOf(record));
        }
        books.append(new UsageBatch(opened, List.of()));
        return books.append(UsageBatch.of(settled));
    }
}
