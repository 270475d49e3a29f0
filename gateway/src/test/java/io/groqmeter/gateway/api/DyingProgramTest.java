package io.groqmeter.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.UsageMeter;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.store.OpenCall;
import io.groqmeter.testkit.ManualClock;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway's books contain of a program that meters in its own process and is killed. */
class DyingProgramTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final RunningGateway gateway = RunningGateway.at(clock);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void its_call_in_flight_is_unsettled_and_what_it_had_settled_is_there_once() throws Exception {
        Process program = start(gateway.url(""));
        List<String> ids = said(program);
        await().until(() ->
                gateway.store().openCalls().size() == 1 && gateway.records().size() == 1);
        kill(program);

        clock.advance(RemoteCalls.LEASE.minusSeconds(1));
        assertThat(unsettled()).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        await().until(() -> !unsettled().isEmpty());

        assertThat(unsettled()).singleElement().satisfies(call -> {
            assertThat(call.id()).isEqualTo(ids.get(1));
            assertThat(call.worstCaseCost()).isPresent();
        });
        assertThat(gateway.records()).extracting(record -> record.id()).containsExactly(ids.get(0));
    }

    @Test
    void what_it_could_not_send_comes_with_its_next_start_each_once() throws Exception {
        Process program = start("http://127.0.0.1:1");
        List<String> ids = said(program);
        kill(program);
        assertThat(gateway.records()).isEmpty();

        for (int start = 0; start < 2; start++) {
            UsageMeter.builder()
                    .gateway(URI.create(gateway.url("")), null, folder)
                    .build()
                    .close();
        }
        assertThat(gateway.records()).extracting(record -> record.id()).containsExactly(ids.get(0));
        clock.advance(RemoteCalls.LEASE.plusSeconds(1));
        await().until(() -> !unsettled().isEmpty());
        assertThat(unsettled()).extracting(OpenCall::id).containsExactly(ids.get(1));
    }

    private List<OpenCall> unsettled() {
        return gateway.store().openCalls().stream()
                .filter(call -> call.unsettled() != null)
                .toList();
    }

    private Process start(String address) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        address,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** The ids of its two calls, once both are on its disk. */
    private static List<String> said(Process program) {
        BufferedReader out = program.inputReader();
        return List.of(line(out), line(out));
    }

    private static String line(BufferedReader out) {
        try {
            return String.valueOf(out.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Like {@code kill -9}. */
    private static void kill(Process program) throws InterruptedException {
        program.destroyForcibly().waitFor();
    }

    /** Settles one call, has another in flight, and works on until it is killed. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            UsageMeter meter = UsageMeter.builder()
                    .gateway(URI.create(arguments[0]), null, Path.of(arguments[1]))
                    .build();
            Call call = Call.chat("llama-3.3-70b-versatile");
            System.out.println(meter.record(
                            meter.nextId(), meter.now(), call, Attribution.none(), Usage.tokens(10, 5), meter.now())
                    .onDisk()
                    .join()
                    .id());
            System.out.println(meter.admit(
                            Endpoint.CHAT,
                            "llama-3.3-70b-versatile",
                            Attribution.none(),
                            Optional.of(Usage.tokens(1_000, 100)))
                    .join()
                    .orThrow()
                    .onDisk()
                    .join()
                    .id());
            Thread.currentThread().join();
        }
    }
}
