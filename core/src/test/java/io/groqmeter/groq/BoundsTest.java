package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelLimits;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is held back before a call, and what is taken for one that ended early. */
class BoundsTest {

    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"content\":\"hello\"}]";

    private static RequestSummary ask(String body) {
        RequestReader reader = GroqWire.request(Endpoint.CHAT, null);
        reader.read(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        return reader.summary();
    }

    private static AnswerSummary streamed(String... contents) {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        for (String content : contents) {
            String event = "data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
            reader.read(ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)));
        }
        return reader.answer();
    }

    @Test
    void a_chat_call_is_bounded_by_its_bytes_and_its_limit() {
        String body = HELLO + ",\"max_tokens\":50}";
        assertThat(WorstCase.usage(Endpoint.CHAT, ask(body)))
                .contains(Usage.builder(UsageBasis.ESTIMATED)
                        .inputTokens(body.length() + 1_024)
                        .outputTokens(50)
                        .build());
    }

    @Test
    void a_chat_call_without_a_limit_may_answer_as_wideas_its_model_can() {
        String body = "{\"model\":\"llama-3.3-70b-versatile\",\"messages\":[]}";
        assertThat(WorstCase.usage(Endpoint.CHAT, ask(body)).orElseThrow().outputTokens())
                .hasValue(32_768);
    }

    @Test
    void no_documented_answer_is_longer_than_that_of_any_model() {
        ModelLimits limits = ModelLimits.documented();
        PriceList.shipped().rows().forEach(row -> {
            assertThat(limits.output(row.model())).as(row.model()).isBetween(1L, limits.output(null));
            assertThat(limits.contextWindow(row.model())).as(row.model()).isBetween(1L, limits.contextWindow(null));
        });
    }

    @Test
    void a_chat_call_without_a_limit_of_an_unknown_model_may_answer_as_wideas_any_can() {
        assertThat(WorstCase.usage(Endpoint.CHAT, ask(HELLO + "}"))
                        .orElseThrow()
                        .outputTokens())
                .hasValue(131_072);
    }

    @Test
    void no_bound_is_claimed_where_none_is_known() {
        assertThat(WorstCase.usage(Endpoint.CHAT, ask("{\"model\":\"groq/compound\"}")))
                .isEmpty();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask("{\"model\":\"m\",\"tools\":[{\"type\":\"browser_search\"}]}")))
                .isEmpty();
        assertThat(WorstCase.usage(Endpoint.RERANKING, ask("{}"))).isEmpty();
        assertThat(WorstCase.usage(Endpoint.TRANSCRIPTIONS, ask("{\"url\":\"https://example.org/a.mp3\"}")))
                .isEmpty();
    }

    @Test
    void audio_of_unknown_format_is_bounded_by_its_size() {
        assertThat(WorstCase.usage(Endpoint.TRANSCRIPTIONS, ask(" ".repeat(3_000)))
                        .orElseThrow()
                        .audio())
                .contains(Duration.ofSeconds(3));
    }

    @Test
    void what_is_not_billed_holds_nothing_back() {
        assertThat(WorstCase.usage(Endpoint.MODELS, RequestSummary.nothing())).contains(Usage.nothing());
    }

    @Test
    void no_recorded_call_used_more_than_its_worst_case() throws IOException {
        Path recorded = Shared.file("recorded.jsonl");
        int compared = 0;
        try (Stream<String> lines = Files.lines(recorded)) {
            for (Json exchange : lines.map(Json::parse).toList()) {
                Json used = exchange.at("expected_usage");
                Json request = exchange.at("request_body");
                if (used.isNothing() || request.isNothing()) {
                    continue;
                }
                compared += WorstCase.usage(Endpoint.CHAT, ask(Json.write(request)))
                        .map(worst -> {
                            String id = exchange.at("id").text();
                            long input = used.at("prompt_tokens").count().orElseThrow();
                            long output = used.at("completion_tokens").count().orElseThrow();
                            assertThat(worst.inputTokens().orElseThrow()).as(id).isGreaterThanOrEqualTo(input);
                            assertThat(worst.outputTokens().orElseThrow())
                                    .as(id)
                                    .isGreaterThanOrEqualTo(output);
                            return 1;
                        })
                        .orElse(0);
            }
        }
        assertThat(compared).isGreaterThan(300);
    }

    @Test
    void an_aborted_stream_is_estimated_by_what_passed() {
        RequestSummary ask = ask(HELLO + "}");
        Usage usage = Estimate.of(Endpoint.CHAT, ask, streamed("one", " two", " three"));
        assertThat(usage.basis()).isEqualTo(UsageBasis.ESTIMATED);
        assertThat(usage.outputTokens()).hasValue(3);
        assertThat(usage.inputTokens()).hasValue((ask.bytes() + 3) / 4);
    }

    private static AnswerSummary whole(String usage) {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "application/json");
        String answer = "{\"choices\":[{\"message\":{\"content\":\"hello world!\"}}],\"usage\":" + usage + "}";
        reader.read(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        return reader.answer();
    }

    @Test
    void what_was_told_stands_and_only_the_rest_is_estimated() {
        RequestSummary ask = ask(HELLO + "}");
        Usage input = Estimate.of(
                Endpoint.CHAT, ask, whole("{\"prompt_tokens\":70,\"prompt_tokens_details\":{\"cached_tokens\":64}}"));
        Usage output = Estimate.of(Endpoint.CHAT, ask, whole("{\"completion_tokens\":70}"));

        assertThat(input.inputTokens()).hasValue(70);
        assertThat(input.cacheReadInputTokens()).hasValue(64);
        assertThat(input.outputTokens()).hasValue(3);
        assertThat(output.inputTokens()).hasValue((ask.bytes() + 3) / 4);
        assertThat(output.outputTokens()).hasValue(70);
    }

    @Test
    void where_only_the_total_was_told_the_estimate_adds_up_to_it() {
        Usage wide = Estimate.of(Endpoint.CHAT, ask(HELLO + "}"), whole("{\"total_tokens\":1100}"));
        Usage tiny = Estimate.of(Endpoint.CHAT, ask(HELLO + "}"), whole("{\"total_tokens\":2}"));

        assertThat(wide.outputTokens()).hasValue(3);
        assertThat(wide.inputTokens()).hasValue(1_097);
        assertThat(tiny.totalTokens()).isEqualTo(2);
    }

    @Test
    void what_was_told_counts_although_groq_broke_off() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "application/json");
        reader.read(
                ByteBuffer.wrap("{\"error\":\"x\",\"usage\":{\"prompt_tokens\":70}}".getBytes(StandardCharsets.UTF_8)));

        Usage usage = Estimate.of(Endpoint.CHAT, ask(HELLO + "}"), reader.answer());
        assertThat(usage.inputTokens()).hasValue(70);
        assertThat(usage.outputTokens()).isEmpty();
    }

    @Test
    void an_estimate_never_exceeds_the_callers_limit() {
        Usage usage = Estimate.of(Endpoint.CHAT, ask(HELLO + ",\"max_tokens\":2}"), streamed("a", "b", "c", "d"));
        assertThat(usage.outputTokens()).hasValue(2);
    }

    @Test
    void nothing_is_estimated_where_nothing_was_answered_or_groq_broke_off() {
        assertThat(Estimate.of(Endpoint.CHAT, ask(HELLO + "}"), AnswerSummary.silent()))
                .isEqualTo(Usage.unknown());
        AnswerReader broken = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        broken.read(
                ByteBuffer.wrap("data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\nevent: error\ndata: {}\n\n"
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(broken.answer().outputChunks()).isEqualTo(1);
        assertThat(Estimate.of(Endpoint.CHAT, ask(HELLO + "}"), broken.answer()))
                .isEqualTo(Usage.unknown());
    }
}
