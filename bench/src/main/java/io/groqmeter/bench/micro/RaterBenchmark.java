package io.groqmeter.bench.micro;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rating one chat call with cached and reasoning tokens. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RaterBenchmark {

    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");

    private final Rater rater = new Rater(PriceList::shipped);
    private final Call call = Samples.chatCall();
    private final Usage usage = Samples.chatUsage();

    @Benchmark
    public RatedUsage rate() {
        return rater.rate(call, usage, AT);
    }
}
