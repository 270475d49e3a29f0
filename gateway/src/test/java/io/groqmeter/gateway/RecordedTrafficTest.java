package io.groqmeter.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Traffic recorded from the real Groq, replayed through a running gateway: what comes out is what was recorded, and the books say
 * what the recordings say, at prices worked out a second time. Skipped, visibly, where the recordings are absent.
 */
class RecordedTrafficTest {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void every_recorded_exchange_passes_untouched_and_is_booked_to_the_last_digit() throws Exception {
        replay(RecordedExchange.all(), 1);
    }

    @Test
    void sixteen_clients_at_once_change_no_byte_and_no_digit() throws Exception {
        replay(RecordedExchange.all(), 16);
    }

    @Test
    void compressed_answers_pass_compressed_and_are_booked_the_same() throws Exception {
        replay(RecordedExchange.all().stream().map(RecordedExchange::compressed).toList(), 4);
    }

    @Test
    void a_batch_file_is_booked_line_by_line_at_half_price_and_only_once() throws Exception {
        PublishedPrices prices = PublishedPrices.read();
        RecordedExchange file = RecordedExchange.all().stream()
                .filter(RecordedExchange::batchFile)
                .findFirst()
                .orElseThrow();
        try (RecordedUpstream groq = new RecordedUpstream(List.of(file));
                RunningGateway gateway = new RunningGateway(groq.url())) {
            send(gateway, file);
            UsageSums once = sums(gateway);
            Map<String, UsageRecord> records = gateway.records().stream()
                    .filter(record -> record.call().endpoint() == Endpoint.BATCH_LINE)
                    .collect(Collectors.toMap(UsageRecord::id, Function.identity()));
            assertThat(records).hasSize(file.lines().size()).hasSize(3);
            for (JsonNode line : file.lines()) {
                JsonNode answer = line.at("/response/body");
                UsageRecord record = Objects.requireNonNull(
                        records.get("batch-" + line.at("/response/request_id").asText()));
                LocalDate day = Instant.ofEpochSecond(answer.path("created").asLong())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate();
                JsonNode usage = answer.path("usage");
                assertThat(record.usage().inputTokens())
                        .hasValue(usage.path("prompt_tokens").asLong());
                assertThat(record.usage().outputTokens())
                        .hasValue(usage.path("completion_tokens").asLong());
                assertThat(record.cost())
                        .isEqualTo(prices.batchLine(answer.path("model").asText(), usage, day))
                        .isPositive();
            }

            send(gateway, file);

            assertThat(sums(gateway).cost()).isEqualTo(once.cost());
            assertThat(sums(gateway).totalTokens()).isEqualTo(once.totalTokens());
            assertThat(sums(gateway).metered()).isEqualTo(once.metered()).isEqualTo(3);
            assertThat(sums(gateway).calls())
                    .as("the second download is a call")
                    .isEqualTo(once.calls() + 1);
        }
    }

    private record Replayed(RecordedExchange exchange, HttpResponse<byte[]> answer) {}

    private static void replay(List<RecordedExchange> exchanges, int clients) throws Exception {
        PublishedPrices prices = PublishedPrices.read();
        SoftAssertions softly = new SoftAssertions();
        try (RecordedUpstream groq = new RecordedUpstream(exchanges);
                RunningGateway gateway = new RunningGateway(groq.url())) {
            LocalDate day = LocalDate.now(ZoneOffset.UTC);
            Map<String, BigDecimal> costs = new TreeMap<>();
            List<Replayed> all = send(gateway, exchanges, clients);
            Map<String, String> requests = groq.requests();
            for (Replayed replayed : all) {
                RecordedExchange exchange = replayed.exchange;
                passedUntouched(softly, exchange, replayed.answer, requests.getOrDefault(exchange.id(), "none"));
                String id =
                        replayed.answer.headers().firstValue("x-groqmeter-id").orElseThrow();
                UsageRecord record = gateway.store().find(id).orElseThrow();
                booked(softly, exchange, record);
                BigDecimal cost = prices.cost(exchange, day);
                softly.assertThat(record.cost()).as(exchange.id()).isEqualTo(cost);
                costs.put(exchange.id(), cost);
            }
            assertThat(costs).hasSameSizeAs(exchanges).hasSizeGreaterThan(400);
            List<UsageRecord> lines = gateway.records().stream()
                    .filter(record -> record.call().endpoint() == Endpoint.BATCH_LINE)
                    .toList();
            softly.assertThat(gateway.records()).hasSize(exchanges.size() + lines.size());
            softly.assertThat(sums(gateway).calls()).isEqualTo(exchanges.size() + lines.size());
            softly.assertThat(sums(gateway).cost())
                    .isEqualTo(costs.values().stream()
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .add(lines.stream().map(UsageRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add)));
            softly.assertThat(gateway.store().openCalls())
                    .as("only what streams that Groq broke off may have cost")
                    .allSatisfy(rest -> assertThat(Remainder.recordOf(rest)).isPresent());
            softly.assertAll();
        }
    }

    private static List<Replayed> send(RunningGateway gateway, List<RecordedExchange> exchanges, int clients)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Replayed>> calls = new ArrayList<>();
            exchanges.forEach(exchange -> calls.add(() -> new Replayed(exchange, send(gateway, exchange))));
            List<Replayed> replayed = new ArrayList<>();
            for (Future<Replayed> answer : threads.invokeAll(calls)) {
                replayed.add(answer.get());
            }
            return replayed;
        } finally {
            threads.shutdownNow();
        }
    }

    private static HttpResponse<byte[]> send(RunningGateway gateway, RecordedExchange exchange)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.url(exchange.path())))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer gsk_of_the_recorder")
                        .header("x-replay", exchange.id())
                        .method(exchange.method(), BodyPublishers.ofByteArray(exchange.request()))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /** Both ways: the request as it arrived at Groq, the answer as it arrived at the client. */
    private static void passedUntouched(
            SoftAssertions softly, RecordedExchange exchange, HttpResponse<byte[]> answer, String request) {
        softly.assertThat(request)
                .as(exchange.id())
                .startsWith(exchange.method() + " " + exchange.path() + " HTTP/1.1\r\n")
                .endsWith("\r\n\r\n" + new String(exchange.request(), ISO_8859_1))
                .doesNotContainIgnoringCase("x-groqmeter");
        softly.assertThat(answer.statusCode()).as(exchange.id()).isEqualTo(exchange.status());
        softly.assertThat(answer.body()).as(exchange.id()).isEqualTo(RecordedUpstream.wire(exchange));
        Map<String, String> headers = new TreeMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        headers.keySet().removeIf(name -> name.startsWith("x-groqmeter-"));
        softly.assertThat(headers.remove("transfer-encoding"))
                .as(exchange.id())
                .isEqualTo(exchange.streamed() ? "chunked" : null);
        headers.remove("content-length");
        softly.assertThat(headers).as(exchange.id()).isEqualTo(exchange.headers());
    }

    private static void booked(SoftAssertions softly, RecordedExchange exchange, UsageRecord record) {
        String id = exchange.id();
        boolean refused = exchange.status() >= 400;
        boolean broken = exchange.streamed() && !exchange.usageTold();
        softly.assertThat(record.call().endpoint())
                .as(id)
                .isEqualTo(exchange.batchFile() ? Endpoint.FILE_CONTENT : Endpoint.CHAT);
        softly.assertThat(record.call().status()).as(id).isEqualTo(exchange.status());
        softly.assertThat(record.call().outcome())
                .as(id)
                .isEqualTo(refused || broken ? Outcome.ERROR : Outcome.COMPLETED);
        softly.assertThat(record.usage().basis()).as(id).isEqualTo(broken ? UsageBasis.UNKNOWN : UsageBasis.MEASURED);
        softly.assertThat(record.call().streamed()).as(id).isEqualTo(exchange.streamed());
        softly.assertThat(record.call().requestModel())
                .as(id)
                .isEqualTo(exchange.json().at("/request_body/model").asText(null));
        softly.assertThat(record.call().responseModel()).as(id).isEqualTo(exchange.extraText("response_model"));
        softly.assertThat(record.call().serviceTier()).as(id).isEqualTo(exchange.extraText("service_tier"));
        softly.assertThat(record.usage().inputTokens()).as(id).isEqualTo(exchange.expected("prompt_tokens"));
        softly.assertThat(record.usage().outputTokens()).as(id).isEqualTo(exchange.expected("completion_tokens"));
        softly.assertThat(record.usage().cacheReadInputTokens()).as(id).isEqualTo(exchange.expected("cached_tokens"));
        softly.assertThat(record.usage().reasoningOutputTokens())
                .as(id)
                .isEqualTo(exchange.expected("reasoning_tokens"));
        List<String> tools = new ArrayList<>();
        exchange.extra("executed_tools")
                .forEach(tool -> tools.add(tool.path("type").asText()));
        softly.assertThat(record.usage().tools())
                .as(id)
                .isEqualTo(tools.stream().map(tool -> new ToolUse(tool, 1)).toList());
    }

    private static UsageSums sums(RunningGateway gateway) {
        return gateway.store().rollup(RollupQuery.of(Window.always())).get(0).sums();
    }
}
