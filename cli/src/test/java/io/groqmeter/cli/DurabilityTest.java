package io.groqmeter.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.groqmeter.proof.OwnProcess;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What each durability waits for, seen from below: a gateway's syncs to disk are counted in its process, by a library that stands
 * between it and the system's. Of calls made one after the other, each waits for two flushes of the journal: of its opening and of its
 * settling. Those at the same time share them, but none ends before it has seen two begun after it.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "counts by LD_PRELOAD")
class DurabilityTest {

    private static final int CALLS = 20;
    private static final String ANSWERED = "answered";
    private static final Path SOURCE = Path.of("src", "test", "native", "synced.c");

    @TempDir
    Path folder;

    @BeforeEach
    void compileTheCounter() throws IOException, InterruptedException {
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", counter(), SOURCE.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeThat(e).as("a C compiler, cc, to make the counter with").isNull();
            return;
        }
        String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertThat(compiler.waitFor()).as(said).isZero();
    }

    private String counter() {
        return folder.resolve("synced.so").toString();
    }

    @Test
    void with_power_durability_opening_and_settling_a_call_are_flushed_before_its_last_byte() throws Exception {
        assertThat(syncsBeforeEachAnswer("power")).hasSize(CALLS).containsOnly(2);
    }

    @Test
    void with_process_durability_no_call_waits_for_the_disk() throws Exception {
        assertThat(syncsBeforeEachAnswer("process")).hasSize(CALLS).containsOnly(0);
    }

    @Test
    void with_power_durability_calls_at_the_same_time_share_their_syncs_and_none_ends_without_two() throws Exception {
        int callers = 8;
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        List<String> lines = syncs("power", (url, log) -> {
            List<Future<?>> calls = new ArrayList<>();
            for (int number = 0; number < callers * CALLS; number++) {
                String name = "c" + number;
                calls.add(pool.submit(() -> {
                    note(log, "asked " + name);
                    chat(url, name.endsWith("1"));
                    note(log, "answered " + name);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        });
        pool.shutdown();
        Map<String, Integer> before = new HashMap<>();
        int syncs = 0;
        for (String line : lines) {
            String name = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("asked ")) {
                before.put(name, syncs);
            } else if (line.startsWith("answered ")) {
                assertThat(syncs - before.getOrDefault(name, syncs)).as(name).isGreaterThanOrEqualTo(2);
            } else if (line.endsWith("calls.journal")) {
                syncs++;
            }
        }
        assertThat(before).hasSize(callers * CALLS);
        assertThat(syncs).as("syncs are shared").isLessThan(2 * callers * CALLS);
    }

    private static void note(Path log, String what) throws IOException {
        Files.writeString(log, what + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How often the journal was synced between an answer's last byte and the next one's. */
    private List<Integer> syncsBeforeEachAnswer(String durability) throws Exception {
        return between(syncs(durability, (url, log) -> {
            for (int call = 0; call <= CALLS; call++) {
                chat(url, call % 2 == 0);
                note(log, ANSWERED);
            }
        }));
    }

    /** Calls a gateway at that address, and notes in that file what it does. */
    @FunctionalInterface
    private interface Calls {
        void make(String url, Path log) throws Exception;
    }

    /** What was noted while calls were made: their notes and the syncs, in the order they happened. */
    private List<String> syncs(String durability, Calls calls) throws Exception {
        Path log = folder.resolve(durability + ".log");
        Map<String, String> env = Map.of("LD_PRELOAD", counter(), "SYNCED_LOG", log.toString());
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local());
                OwnProcess gateway = OwnProcess.start(
                        folder,
                        "gateway",
                        env,
                        "serve",
                        "--port",
                        "0",
                        "--upstream",
                        groq.baseUrl(),
                        "--durability",
                        durability)) {
            calls.make(gateway.listening(), log);
            gateway.end();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).as("the counter counts at all").anyMatch(line -> line.startsWith("synced "));
        return lines;
    }

    private static List<Integer> between(List<String> lines) {
        List<Integer> counts = new ArrayList<>();
        int syncs = 0;
        for (String line : lines) {
            if (line.equals(ANSWERED)) {
                counts.add(syncs);
                syncs = 0;
            } else if (line.endsWith("calls.journal")) {
                syncs++;
            }
        }
        return counts.subList(1, counts.size());
    }

    private static void chat(String url, boolean stream) throws IOException, InterruptedException {
        String body =
                "{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}],\"stream\":"
                        + stream + "}";
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/openai/v1/chat/completions"))
                                .header("authorization", "Bearer gsk_planted")
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
