package io.groqmeter.bench.micro;

import io.groqmeter.UsageMeter;
import io.groqmeter.UsageMeterBuilder;
import io.groqmeter.bench.process.Folders;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.integration.MeteredExchange;
import io.groqmeter.integration.RequestHead;
import io.groqmeter.sqlite.SqliteUsageStore;
import io.groqmeter.store.Durability;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
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

/**
 * What metering in its own process costs a program's call, whichever integration reports it: read, opened and waited for until
 * that is on disk, its answer of 2 KB read, rated and handed over. Each iteration starts with empty books and writes everything at its end.
 */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MeterBenchmark {

    private static final URI CHAT = URI.create("https://api.groq.com/openai/v1/chat/completions");

    @Param({"memory", "json", "sqlite"})
    public String store = "";

    private final byte[] request = Workload.JSON.request().body();
    private final byte[] answer = Samples.whole();
    private Path folder = Path.of("");
    private UsageMeter meter = UsageMeter.builder().build();

    @Setup(Level.Iteration)
    public void open() throws IOException {
        meter.close();
        folder = Files.createTempDirectory("groqmeter-bench");
        UsageMeterBuilder builder = UsageMeter.builder();
        meter = switch (store) {
            case "memory" -> builder.build();
            case "json" -> builder.jsonFiles(folder).build();
            default ->
                builder.store(SqliteUsageStore.open(
                                folder.resolve("groqmeter.db"), new UsageCalendar(ZoneOffset.UTC), Durability.PROCESS))
                        .build();
        };
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        meter.close();
        Folders.delete(folder);
    }

    /** A call and its whole answer. */
    @Benchmark
    public MeteredExchange call() {
        MeteredExchange exchange = MeteredExchange.begin(
                meter, new RequestHead("POST", CHAT, "application/json", List.of()), Attribution.none());
        exchange.request(ByteBuffer.wrap(request));
        exchange.send();
        exchange.answer(200, "application/json");
        exchange.body(ByteBuffer.wrap(answer));
        exchange.end();
        return exchange;
    }
}
