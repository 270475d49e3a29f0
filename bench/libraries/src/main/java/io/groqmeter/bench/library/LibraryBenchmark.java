package io.groqmeter.bench.library;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.groqmeter.UsageMeter;
import io.groqmeter.bench.traffic.WireRequest;
import io.groqmeter.bench.traffic.Workload;
import io.groqmeter.bench.upstream.OwnUpstream;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** A chat call, 3 KB → 2 KB, by each framework's client, bare and metered with books in memory. The answer comes from this machine. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LibraryBenchmark {

    @Param({"okhttp", "jdk-http", "langchain4j", "RestClient", "WebClient"})
    public String client = "";

    @Param({"false", "true"})
    public boolean metered;

    /** Calls before the first iteration: on a busy machine its seconds alone would leave half of the code interpreted. */
    private static final int WARMING = 3_000;

    private @Nullable OwnUpstream upstream;
    private @Nullable UsageMeter meter;
    private Asking asking = () -> "";

    @Setup(Level.Trial)
    public void start() throws IOException, InterruptedException {
        upstream = new OwnUpstream(Workload.JSON.answer(), null);
        meter = metered ? UsageMeter.builder().build() : null;
        URI address = URI.create("http://127.0.0.1:" + upstream.port() + WireRequest.CHAT);
        asking = Asking.by(client, address, new String(Workload.JSON.request().body(), US_ASCII), meter);
        for (int call = 0; call < WARMING; call++) {
            asking.ask();
        }
    }

    @TearDown(Level.Trial)
    public void stop() {
        if (meter != null) {
            meter.flush();
            if (meter.summaries().total().sums().answered() == 0) {
                throw new IllegalStateException("nothing was metered");
            }
            meter.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    /** A call and its whole answer. */
    @Benchmark
    public Object call() throws IOException, InterruptedException {
        return asking.ask();
    }
}
