package io.groqmeter.bench.micro;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Tells JMH the CPU that an operation costs on all threads of its process, in µs. Unlike times, it is valid on a busy machine too. */
public final class CpuProfiler implements InternalProfiler {

    /** What the result is called. */
    public static final String CPU = "cpu";

    private final com.sun.management.OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private long before;

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = system.getProcessCpuTime();
    }

    @Override
    public List<Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double micros = (system.getProcessCpuTime() - before) / 1_000.0;
        long calls = Math.max(1, result.getMetadata().getAllOps());
        return List.of(new ScalarResult(CPU, micros / calls, "us/op", AggregationPolicy.AVG));
    }

    @Override
    public String getDescription() {
        return "CPU of the process";
    }
}
