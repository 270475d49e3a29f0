package io.groqmeter.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Feeds hostile bytes to everything that reads bytes of others. Input number {@code n} of a seed is always the same, so a fault is
 * found again from its two numbers.
 *
 * <p>As a program: {@code java … io.groqmeter.fuzz.Fuzz [inputs] [seed]}; docs/fuzzing.md has the whole command.
 */
final class Fuzz {

    /** No input may take longer: the largest is 10 MB. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final long seed;
    private final Path folder;
    private final Map<Target, List<byte[]>> samples;
    private final Map<Target, Long> counts = new EnumMap<>(Target.class);
    private final AtomicLong current = new AtomicLong();
    private volatile long began = System.nanoTime();
    private Duration slowest = Duration.ZERO;

    Fuzz(long seed, Path folder) throws IOException {
        this.seed = seed;
        this.folder = folder;
        this.samples = Samples.read();
    }

    /** Runs the inputs from one number to another; the last one excluded. */
    void run(long from, long to) {
        Thread watch = new Thread(this::watch, "fuzz-watch");
        watch.setDaemon(true);
        watch.start();
        for (long number = from; number < to; number++) {
            current.set(number);
            began = System.nanoTime();
            one(number);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        watch.interrupt();
    }

    private void one(long number) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + number);
        Target target = Target.any(random);
        byte[] bytes = new HostileBytes(random).from(samples.getOrDefault(target, List.of()));
        counts.merge(target, 1L, Long::sum);
        try {
            target.read(bytes, random, folder);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, 2_000));
            throw new AssertionError(
                    target + " threw at input " + number + " of seed " + seed + ", which begins (base64) "
                            + Base64.getEncoder().encodeToString(head),
                    e);
        }
    }

    /** Ends the process when an input takes too long: a reader that hangs cannot be stopped otherwise. */
    private void watch() {
        try {
            while (true) {
                Thread.sleep(1_000);
                if (System.nanoTime() - began > LONGEST.toNanos()) {
                    System.err.println("input " + current + " of seed " + seed + " takes longer than " + LONGEST);
                    Runtime.getRuntime().halt(3);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Duration slowest() {
        return slowest;
    }

    Map<Target, Long> counts() {
        return counts;
    }

    /** The bytes of the heap that are in use after a collection. */
    static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    public static void main(String[] args) throws IOException {
        long inputs = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 2026;
        Path folder = Files.createTempDirectory("groqmeter-fuzz");
        try {
            Fuzz fuzz = new Fuzz(seed, folder);
            Instant start = Instant.now();
            fuzz.run(0, inputs / 10);
            long early = heap();
            fuzz.run(inputs / 10, inputs);
            System.out.printf(
                    "%,d inputs of seed %d in %d s; none threw or hung; slowest %d ms; heap after a tenth %,d KB, at the end"
                            + " %,d KB; %s%n",
                    inputs,
                    seed,
                    Duration.between(start, Instant.now()).toSeconds(),
                    fuzz.slowest.toMillis(),
                    early >> 10,
                    heap() >> 10,
                    fuzz.counts.entrySet().stream()
                            .map(count -> count.getKey() + " " + count.getValue())
                            .collect(Collectors.joining(", ")));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }
}
