package io.groqmeter.cli.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.cli.CommandRun;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void who_holds_it_is_told_by_the_address_as_clients_reach_it() throws Exception {
        GatewayLock lock = GatewayLock.takeIfFree(folder, "a test").orElseThrow();

        lock.tell(
                InetSocketAddress.createUnresolved("127.0.0.1", 5001),
                true,
                new GatewayLock.InUse(UpstreamAddress.parse("https://groq.example.com"), ZoneOffset.UTC));

        assertThat(folder.resolve("groqmeter.lock")).content().contains("https://127.0.0.1:5001");
        lock.close();
    }

    @Test
    void a_setting_that_cannot_be_used_is_told_before_the_lock_that_another_holds() {
        GatewayLock lock =
                GatewayLock.takeIfFree(folder.resolve("debug_data"), "a test").orElseThrow();

        CommandRun serve = CommandRun.in(folder, "serve", "--port", "abc");

        assertThat(serve.exitCode()).isEqualTo(2);
        assertThat(serve.err()).contains("--port").doesNotContain("another");
        lock.close();
    }

    @Test
    void a_command_that_has_the_folder_for_a_moment_is_waited_for_and_that_is_said() {
        GatewayLock command = GatewayLock.takeIfFree(folder, "groqmeter import").orElseThrow();
        StringWriter said = new StringWriter();
        PrintWriter remarks = new PrintWriter(said) {
            @Override
            public void flush() {
                command.close(); // its moment is over as soon as it was told of
            }
        };

        GatewayLock.take(folder, GatewayLock.STARTING, remarks).close();

        assertThat(said.toString())
                .contains("waiting for " + folder)
                .contains("process " + ProcessHandle.current().pid() + ", groqmeter import")
                .hasLineCount(1);
    }

    @Test
    void who_only_asks_whether_it_is_taken_is_no_reason_to_give_up_nor_to_say_anything() throws Exception {
        GatewayLock.takeIfFree(folder, "a test").orElseThrow().close();
        AtomicBoolean over = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            while (!over.get()) {
                GatewayLock.isTaken(folder);
            }
        });
        asking.start();
        StringWriter said = new StringWriter();
        for (int start = 0; start < 200; start++) {
            GatewayLock.take(folder, GatewayLock.STARTING, new PrintWriter(said))
                    .close();
        }
        over.set(true);
        asking.join();
        assertThat(said.toString()).isEmpty();
    }
}
