package io.groqmeter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who may look into what a gateway writes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "files have no POSIX permissions")
class PermissionsTest {

    @TempDir
    Path folder;

    @Test
    void everything_a_gateway_writes_is_its_owners_alone() throws Exception {
        Files.writeString(folder.resolve(".env"), "GROQ_SAVE_DEBUG=true\n");
        Path data = folder.resolve("debug_data");
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            assertThat(Chat.whole(gateway.url()).statusCode()).isEqualTo(200);

            assertThat(permissions(data)).isEqualTo("rwx------");
            Map<String, String> files = files(data);
            assertThat(files)
                    .containsKeys(
                            "groqmeter.db",
                            "groqmeter.db-wal",
                            "groqmeter.db-shm",
                            "groqmeter.secret",
                            "calls.journal",
                            "usage_log.json",
                            "daily_stats.json");
            assertThat(files.values()).containsOnly("rw-------");
            assertThat(gateway.log()).doesNotContain("may look into");
        }
    }

    @Test
    void a_folder_that_is_open_to_others_stays_so_and_is_remarked() throws Exception {
        Path data = Files.createDirectory(folder.resolve("debug_data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                GatewayProcess gateway = new GatewayProcess(folder, groq)) {
            assertThat(gateway.log()).contains("others on this machine may look into", "rwxr-x---", "chmod -R go=");
            assertThat(permissions(data)).isEqualTo("rwxr-x---");
            assertThat(files(data).values()).containsOnly("rw-------");
        }
    }

    private static Map<String, String> files(Path data) throws Exception {
        try (Stream<Path> files = Files.list(data)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), PermissionsTest::permissions));
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
