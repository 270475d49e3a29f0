package io.groqmeter.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.groqmeter.cli.CommandRun;
import io.groqmeter.gateway.proxy.UpstreamAddress;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code doctor --online}: one question to Groq, on demand, and what its answer says of this price list. */
class DoctorOnlineTest {

    private static final String KEY = "gsk_0123456789abcdef";

    private static final List<String> ON_SALE = List.of(
            "openai/gpt-oss-120b",
            "openai/gpt-oss-20b",
            "openai/gpt-oss-safeguard-20b",
            "qwen/qwen3.8-27b",
            "meta-llama/llama-prompt-guard-2-22m",
            "meta-llama/llama-prompt-guard-2-86m",
            "whisper-large-v3",
            "whisper-large-v3-turbo",
            "canopylabs/orpheus-v1-english",
            "canopylabs/orpheus-arabic-saudi");

    @TempDir
    Path folder;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer groq;
    private int status = 200;
    private String answer = list(ON_SALE.stream().map(id -> model(id, null, null)));

    @BeforeEach
    void serve() throws IOException {
        groq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        groq.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean head = exchange.getRequestMethod().equals("HEAD");
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(head ? 401 : status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        groq.start();
    }

    @AfterEach
    void end() {
        groq.stop(0);
    }

    private String root() {
        return "http://127.0.0.1:" + groq.getAddress().getPort();
    }

    private CommandRun doctor(Map<String, String> env, String... flags) {
        String[] args = Stream.concat(Stream.of("doctor", "--port", "0", "--upstream", root()), Stream.of(flags))
                .toArray(String[]::new);
        return CommandRun.with(env, folder, args);
    }

    private CommandRun online() {
        return doctor(Map.of("GROQ_API_KEY", KEY), "--online");
    }

    private static String model(String id, @Nullable Integer window, @Nullable Integer output) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"model\",\"created\":1,\"owned_by\":\"x\",\"active\":true,\"context_window\":"
                + window + ",\"public_apps\":null,\"max_completion_tokens\":" + output
                + ",\"name\":\"n\",\"input_modalities\":[\"text\"],\"output_modalities\":[\"text\"],\"supported_features\":[]}";
    }

    private static String list(Stream<String> models) {
        return "{\"object\":\"list\",\"data\":[" + models.collect(Collectors.joining(",")) + "]}";
    }

    @Test
    void without_the_flag_nothing_is_fetched_and_the_key_is_not_sent() {
        CommandRun run = doctor(Map.of("GROQ_API_KEY", KEY));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain(" models: ");
        assertThat(asked).containsExactly("HEAD /openai/v1/models null");
    }

    @Test
    void with_it_the_list_is_asked_for_once_with_the_gateways_key() {
        CommandRun run = online();
        assertThat(asked)
                .filteredOn(line -> line.startsWith("GET"))
                .containsExactly("GET /openai/v1/models Bearer " + KEY);
        assertThat(run.out())
                .contains("✅ models: Groq serves 10; prices and limits are known")
                .doesNotContain(KEY);
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void what_the_price_list_lacks_and_what_is_gone_is_named() {
        answer = list(Stream.concat(
                ON_SALE.stream().filter(id -> !id.contains("orpheus")).map(id -> model(id, null, null)),
                Stream.of(
                        model("acme/new-70b", 131_072, 8_192),
                        model("minimaxai/minimax-m2.7", null, null),
                        model("canopylabs/orpheus-v1-english", null, null)
                                .replace("\"active\":true", "\"active\":false"))));
        CommandRun run = online();
        assertThat(run.out())
                .contains(
                        "⚠️ models: Groq serves acme/new-70b, which the price list lacks: such calls count at the default"
                                + " price, input $0.5/1M tokens")
                .contains(
                        "⚠️ models: the price list has canopylabs/orpheus-arabic-saudi, canopylabs/orpheus-v1-english on"
                                + " sale, which Groq does not serve to this key");
        assertThat(run.exitCode()).as("it works all the same").isZero();
    }

    @Test
    void limits_that_differ_are_told_with_both_figures() {
        ModelComparison comparison = new ModelComparison(PriceList.shipped(), CommandRun.NOW.instant());
        answer = list(ON_SALE.stream()
                .map(id -> model(id, id.endsWith("oss-20b") ? 262_144 : null, id.endsWith("120b") ? 32_768 : null)));
        List<CheckResult> found = new ModelsCheck(UpstreamAddress.parse(root()), KEY, comparison).run();
        assertThat(found)
                .extracting(CheckResult::detail)
                .satisfiesExactlyInAnyOrder(
                        detail -> assertThat(detail)
                                .startsWith("openai/gpt-oss-20b takes up to 262144 tokens at Groq and 131072 here"),
                        detail -> assertThat(detail)
                                .startsWith("openai/gpt-oss-120b answers up to 32768 tokens at Groq and 65536 here"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":{}}                | refuses GROQ_API_KEY (401)",
                "403 | {\"error\":{}}                | refuses GROQ_API_KEY (403)",
                "404 | nothing here                  | answers 404 instead of a list",
                "503 | later                         | answers 503 instead of a list",
                "200 | <html>a portal</html>         | something other than a list of models (not JSON)",
                "200 | []                            | something other than a list of models (it is no JSON object)",
                "200 | {\"object\":\"list\"}         | (it has no data)",
                "200 | {\"data\":{}}                 | (its data is not a list)",
                "200 | {\"data\":[1]}                | (its data contains something other than models)",
                "200 | {\"data\":[{\"id\":null}]}    | (it lists a model without an id)",
                "200 | {\"data\":[{\"id\":\"a\"      | (not JSON)"
            })
    void an_answer_that_is_no_list_is_told_in_words(int code, String body, String reason) {
        status = code;
        answer = body;
        CommandRun run = online();
        assertThat(run.out()).contains("❌ models: ").contains(reason).doesNotContain(KEY, "Exception");
        assertThat(run.exitCode()).isEqualTo(1);
    }

    @Test
    void without_a_key_nobody_is_asked() {
        CommandRun run = doctor(Map.of(), "--online");
        assertThat(run.out()).contains("❌ models: not asked: --online needs a Groq key. Set GROQ_API_KEY");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(asked).noneMatch(line -> line.startsWith("GET"));
    }

    @Test
    void a_key_that_cannot_be_one_is_not_sent() {
        assertThat(doctor(Map.of("GROQ_API_KEY", "gsk_a\u00e9\nb"), "--online").out())
                .contains("❌ models: not asked: GROQ_API_KEY contains characters that no key has");
    }

    @Test
    void who_does_not_answer_in_time_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ModelsCheck check = new ModelsCheck(
                    UpstreamAddress.parse("http://127.0.0.1:" + silent.getLocalPort()),
                    KEY,
                    Duration.ofMillis(50),
                    new ModelComparison(PriceList.shipped(), CommandRun.NOW.instant()));
            assertThat(check.run()).singleElement().satisfies(found -> {
                assertThat(found.state()).isEqualTo(CheckResult.State.FAULT);
                assertThat(found.detail()).contains("did not answer within");
            });
        }
    }

    @Test
    void the_simulated_groq_has_what_the_list_has() throws IOException {
        try (GroqSimulator simulated =
                GroqSimulator.start(SimulatorConfig.local().withClock(CommandRun.NOW))) {
            CommandRun run = CommandRun.with(
                    Map.of("GROQ_API_KEY", KEY),
                    folder,
                    "doctor",
                    "--online",
                    "--port",
                    "0",
                    "--upstream",
                    simulated.baseUrl());
            assertThat(run.out()).contains("✅ models: Groq serves ").doesNotContain("⚠️ models", "❌");
        }
    }
}
