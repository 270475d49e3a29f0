package io.groqmeter.bench.micro;

import io.groqmeter.UsageQueue;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The hand-over to the writing thread and back, with a store that keeps nothing: the cost of the queue itself. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

    private static final int CROWD = 32;

    private final UsageRecord record = Samples.record();
    private final OpenCall open = Samples.open();
    private final UsageQueue queue = new UsageQueue(NoStore.open(), List.of());

    @TearDown(Level.Trial)
    public void end() {
        queue.close();
    }

    /** One call alone: opened, waited for, settled, waited for. Two wake-ups of a sleeping thread each way. */
    @Benchmark
    public UsageRecord alone() {
        queue.open(open).join();
        return queue.settle(record).join();
    }

    /** One call of 32 that are opened together and settled together. */
    @Benchmark
    @OperationsPerInvocation(CROWD)
    public void crowd() {
        CompletableFuture<?> last = queue.open(open);
        for (int call = 1; call < CROWD; call++) {
            last = queue.open(open);
        }
        last.join();
        for (int call = 0; call < CROWD; call++) {
            last = queue.settle(record);
        }
        last.join();
    }
}
