package io.groqmeter.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Random values that are the same for the same seed: the generator of property tests. Not thread-safe. */
public final class Seeded {

    private final Random random;

    public Seeded(long seed) {
        random = new Random(seed);
    }

    /** Checks a property for the seeds 1 to {@code seeds}; a failure names its seed. */
    public static void holds(int seeds, Consumer<Seeded> property) {
        for (int seed = 1; seed <= seeds; seed++) {
            try {
                property.accept(new Seeded(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("does not hold for seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** A number from {@code least} to {@code most}, both included. */
    public long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** An instant, to the millisecond, from {@code start} to before {@code end}. */
    public Instant instant(Instant start, Instant end) {
        return Instant.ofEpochMilli(between(start.toEpochMilli(), end.toEpochMilli() - 1));
    }

    /** True once in {@code times}. */
    public boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** One of these. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Present half of the time. */
    public <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    /** Present half of the time, from {@code least} to {@code most}. */
    public OptionalLong maybeBetween(long least, long most) {
        return random.nextBoolean() ? OptionalLong.of(between(least, most)) : OptionalLong.empty();
    }
}
