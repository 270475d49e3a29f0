package io.groqmeter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of {@link Fuzz}; docs/fuzzing.md tells of the long ones. */
class FuzzTest {

    private static final long GROWTH = 16 << 20;

    @Test
    void hostile_bytes_never_throw_hang_or_grow_memory(@TempDir Path folder) throws IOException {
        Fuzz fuzz = new Fuzz(6, folder);
        fuzz.run(0, 2_000);
        long early = Fuzz.heap();
        fuzz.run(2_000, 8_000);
        assertThat(Fuzz.heap() - early).as("growth of the heap in bytes").isLessThan(GROWTH);
        assertThat(fuzz.counts()).as("every target was fed").containsOnlyKeys(Target.values());
    }

    @Test
    void input_n_of_a_seed_is_always_the_same() throws IOException {
        var samples = Samples.read().getOrDefault(Target.ANSWER, java.util.List.of());
        byte[] one = new HostileBytes(new java.util.Random(5)).from(samples);
        assertThat(new HostileBytes(new java.util.Random(5)).from(samples)).isEqualTo(one);
    }
}
