package io.groqmeter.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {

    @Test
    void a_file_system_that_tells_nothing_is_not_a_full_one() {
        assertThat(DiskSpace.free(0, 0)).isEmpty();
        assertThat(DiskSpace.free(1_000, 0)).hasValue(0);
        assertThat(DiskSpace.free(1_000, 400)).hasValue(400);
    }

    @Test
    void a_usual_disk_tells_it(@TempDir Path folder) {
        assertThat(DiskSpace.free(folder).orElseThrow()).isPositive();
    }
}
