package io.groqmeter.bench.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** How long something took each time, by the clock and in CPU of the calling thread. Used by one thread. */
final class Laps {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Long> elapsed = new ArrayList<>();
    private final List<Long> cpu = new ArrayList<>();

    /** Something that can be done again and again. */
    interface Work<E extends Exception> {
        void run() throws E;
    }

    <E extends Exception> void time(Work<E> work) throws E {
        long began = System.nanoTime();
        long cpuBegan = threads.getCurrentThreadCpuTime();
        work.run();
        cpu.add(threads.getCurrentThreadCpuTime() - cpuBegan);
        elapsed.add(System.nanoTime() - began);
    }

    int count() {
        return elapsed.size();
    }

    /** The nanoseconds by the clock that this many of a hundred times do not exceed. */
    double elapsed(int percent) {
        return part(elapsed, percent);
    }

    /** As {@link #elapsed}, of CPU. */
    double cpu(int percent) {
        return part(cpu, percent);
    }

    double meanCpu() {
        return cpu.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    private static double part(List<Long> nanos, int percent) {
        return nanos.stream().sorted().toList().get(nanos.size() * percent / 100);
    }
}
