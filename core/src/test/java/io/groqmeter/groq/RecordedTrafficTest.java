package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every exchange recorded from the real Groq, read where it lies beside the repository. Skipped, visibly, where it is absent.
 */
class RecordedTrafficTest {

    @Test
    void every_recorded_answer_is_read_as_its_recorder_read_it() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        int[] compared = new int[1];
        forEachExchange(exchange -> {
            compared[0]++;
            compare(softly, exchange, read(exchange, Pieces.whole(exchange.body())));
        });
        softly.assertAll();
        assertThat(compared[0]).isGreaterThan(400);
    }

    @Test
    void no_cut_of_the_bytes_changes_what_is_read() throws IOException {
        Random random = new Random(20261122);
        forEachExchange(exchange -> {
            AnswerSummary whole = read(exchange, Pieces.whole(exchange.body()));
            assertThat(read(exchange, Pieces.bytes(exchange.body())))
                    .as(exchange.id())
                    .isEqualTo(whole);
            for (int longest : new int[] {3, 17, 200, 5_000}) {
                assertThat(read(exchange, Pieces.ofAtMost(longest, exchange.body(), random)))
                        .as(exchange.id())
                        .isEqualTo(whole);
            }
        });
    }

    @Test
    void every_recorded_request_says_what_it_asks_for() throws IOException {
        forEachExchange(exchange -> {
            Json request = exchange.json().at("request_body");
            if (!request.isNothing()) {
                RequestReader reader = GroqWire.request(exchange.endpoint(), "application/json");
                Pieces.whole(Json.write(request).getBytes(StandardCharsets.UTF_8))
                        .forEach(reader::read);
                RequestSummary ask = reader.summary();
                assertThat(ask.model())
                        .as(exchange.id())
                        .isEqualTo(request.at("model").text());
                assertThat(ask.stream())
                        .as(exchange.id())
                        .isEqualTo(request.at("stream").isTrue());
                assertThat(ask.serviceTier())
                        .as(exchange.id())
                        .isEqualTo(request.at("service_tier").text());
            }
        });
    }

    private static void compare(SoftAssertions softly, Exchange exchange, AnswerSummary answer) {
        Usage usage = answer.usage();
        Json expected = exchange.json().at("expected_usage");
        Json extra = exchange.json().at("expected_extra");
        String id = exchange.id();
        if (!exchange.succeeded()) {
            softly.assertThat(usage).as(id).isEqualTo(Usage.nothing());
            return;
        }
        if (exchange.endpoint() == Endpoint.FILE_CONTENT) {
            softly.assertThat(answer.lines()).as(id).hasSize(3).allSatisfy(line -> assertThat(
                            line.answer().usage().basis())
                    .isEqualTo(UsageBasis.MEASURED));
            return;
        }
        softly.assertThat(answer.model())
                .as(id)
                .isEqualTo(extra.at("response_model").text());
        softly.assertThat(answer.serviceTier())
                .as(id)
                .isEqualTo(extra.at("service_tier").text());
        if (expected.isNothing()) {
            softly.assertThat(usage).as(id).isEqualTo(Usage.unknown());
            softly.assertThat(answer.brokenOff()).as(id).isTrue();
            return;
        }
        softly.assertThat(answer.brokenOff()).as(id).isFalse();
        softly.assertThat(usage.basis()).as(id).isEqualTo(UsageBasis.MEASURED);
        softly.assertThat(usage.inputTokens())
                .as(id)
                .isEqualTo(expected.at("prompt_tokens").count());
        softly.assertThat(usage.outputTokens())
                .as(id)
                .isEqualTo(expected.at("completion_tokens").count());
        softly.assertThat(usage.cacheReadInputTokens())
                .as(id)
                .isEqualTo(expected.at("cached_tokens").count());
        softly.assertThat(usage.reasoningOutputTokens())
                .as(id)
                .isEqualTo(expected.at("reasoning_tokens").count());
        compareBreakdown(softly, exchange, usage, extra.at("usage_breakdown").elements());
        long tools = extra.at("executed_tools").elements().stream()
                .map(tool -> tool.at("index"))
                .distinct()
                .count();
        softly.assertThat(usage.tools().stream().mapToLong(ToolUse::uses).sum())
                .as(id)
                .isEqualTo(tools);
    }

    private static void compareBreakdown(SoftAssertions softly, Exchange exchange, Usage usage, List<Json> parts) {
        softly.assertThat(usage.models().stream().map(ModelUsage::model))
                .as(exchange.id())
                .isEqualTo(parts.stream().map(part -> part.at("model").text()).toList());
        softly.assertThat(usage.models().stream().map(ModelUsage::inputTokens))
                .as(exchange.id())
                .isEqualTo(parts.stream()
                        .map(part -> part.at("usage", "prompt_tokens").value())
                        .toList());
        if (!parts.isEmpty()) {
            softly.assertThat(usage.split()).as(exchange.id()).isEqualTo(!exchange.streamed());
        }
    }

    private static AnswerSummary read(Exchange exchange, List<ByteBuffer> pieces) {
        AnswerReader reader = GroqWire.answer(
                exchange.endpoint(), RequestSummary.nothing(), exchange.status(), exchange.contentType());
        pieces.forEach(reader::read);
        assertThat(reader.ended()).as(exchange.id()).isEqualTo(exchange.streamed() && exchange.succeeded());
        return reader.answer();
    }

    private static void forEachExchange(Consumer<Exchange> action) throws IOException {
        try (Stream<String> lines = Files.lines(Shared.file("recorded.jsonl"))) {
            lines.map(Json::parse).map(Exchange::new).forEach(action);
        }
    }

    private record Exchange(Json json) {
        private String text(String key) {
            return Objects.requireNonNull(json.at(key).text(), key);
        }

        String id() {
            return text("id");
        }

        int status() {
            return (int) json.at("status").count().orElseThrow();
        }

        boolean succeeded() {
            return status() < 300;
        }

        boolean streamed() {
            return json.at("is_stream").isTrue();
        }

        Endpoint endpoint() {
            return Endpoint.ofPath(text("path").substring("/openai/v1/".length()));
        }

        @Nullable
        String contentType() {
            return json.at("response_headers", "content-type").text();
        }

        byte[] body() {
            return text("response_body").getBytes(StandardCharsets.UTF_8);
        }
    }
}
