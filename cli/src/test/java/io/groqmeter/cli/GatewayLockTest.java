package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayLockTest {

    @TempDir
    Path folder;

    @Test
    void who_may_only_read_the_folder_is_told_whether_it_is_taken() throws Exception {
        assertThat(GatewayLock.isTaken(folder)).isFalse();
        GatewayLock lock = GatewayLock.takeIfFree(folder, "a test").orElseThrow();
        Files.setPosixFilePermissions(folder.resolve("groqmeter.lock"), PosixFilePermissions.fromString("r--r--r--"));

        assertThat(GatewayLock.isTaken(folder)).isTrue();
        lock.close();
        assertThat(GatewayLock.isTaken(folder)).isFalse();
    }
}
