package io.groqmeter.groq;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither an estimate nor a worst case says more than a call can use. */
class CeilingTest {

    private static final String QWEN = "\"model\":\"qwen/qwen3.8-27b\",\"max_completion_tokens\":500";

    /** Four megabytes of picture, its slashes escaped as some clients do. */
    private static final String PICTURE = "data:image\\/jpeg;base64," + "A\\/".repeat(1_300_000);

    private static final String PART = "{\"type\":\"text\",\"text\":\"what is it?\"},";

    private static RequestSummary ask(Endpoint endpoint, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestReader reader = GroqWire.request(endpoint, "application/json");
        Pieces.ofAtMost(60_000, bytes, new Random(1)).forEach(reader::read);
        return reader.summary();
    }

    private static RequestSummary chat(String... parts) {
        return ask(
                Endpoint.CHAT,
                "{" + QWEN + ",\"messages\":[{\"role\":\"user\",\"content\":[" + PART + String.join(",", parts)
                        + "]}]}");
    }

    private static AnswerSummary oneToken() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        reader.read(ByteBuffer.wrap(
                "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".getBytes(StandardCharsets.UTF_8)));
        return reader.answer();
    }

    private static long input(Usage usage) {
        return usage.inputTokens().orElseThrow();
    }

    private static Usage estimate(RequestSummary ask) {
        return Estimate.of(Endpoint.CHAT, ask, oneToken());
    }

    private static Usage worst(RequestSummary ask) {
        return WorstCase.usage(Endpoint.CHAT, ask).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}",
                "{\"type\":\"image_url\",\"image_url\":{\"detail\":\"low\",\"url\":\"%s\"}}",
                "{\"type\":\"input_image\",\"image_url\":\"%s\"}"
            })
    void an_inline_image_counts_as_an_image_and_not_as_text(String part) {
        RequestSummary ask = chat(part.formatted(PICTURE));
        assertThat(ask.media().images()).isEqualTo(1);
        assertThat(input(estimate(ask))).isBetween(2_048L, 2_150L);
        assertThat(input(worst(ask))).isBetween(4_096L, 5_500L);
    }

    @Test
    void so_it_does_in_the_responses_api() {
        String part = "{\"type\":\"input_image\",\"image_url\":\"" + PICTURE + "\"}";
        for (String input : new String[] {
            "[{\"role\":\"user\",\"content\":[" + part + "]}]",
            "[{\"type\":\"function_call_output\",\"output\":[" + part + "]}]",
            "[{\"type\":\"computer_call_output\",\"output\":" + part + "}]"
        }) {
            RequestSummary ask = ask(Endpoint.RESPONSES, "{" + QWEN + ",\"input\":" + input + "}");
            assertThat(ask.media().images()).isEqualTo(1);
            assertThat(input(worst(ask))).isLessThan(6_000);
        }
    }

    @Test
    void an_image_is_no_text_while_it_comes_either() {
        String begun = "{" + QWEN + ",\"messages\":[{\"content\":[{\"image_url\":";
        assertThat(input(worst(ask(Endpoint.CHAT, begun + "\"" + PICTURE)))).isLessThan(6_000);
        assertThat(input(worst(ask(Endpoint.CHAT, begun + "{\"url\":\"" + PICTURE))))
                .isLessThan(6_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}",
                "{\"type\":\"file\",\"file\":{\"filename\":\"a.pdf\",\"file_data\":\"%s\"}}"
            })
    void inline_audio_and_files_are_no_text_and_at_most_fill_the_context_window(String part) {
        RequestSummary ask = chat(part.formatted(PICTURE));
        assertThat(input(estimate(ask))).isLessThan(100);
        assertThat(worst(ask).inputTokens()).hasValue(131_072);
    }

    @Test
    void what_lies_outside_the_body_may_fill_the_context_window() {
        for (String reference : new String[] {
            "\"previous_response_id\":\"r\"",
            "\"conversation\":{\"id\":\"c\"}",
            "\"prompt\":{\"id\":\"p\"}",
            "\"input\":[{\"content\":[{\"type\":\"input_file\",\"file_id\":\"f\"}]}]"
        }) {
            assertThat(worst(ask(Endpoint.RESPONSES, "{" + QWEN + "," + reference + "}"))
                            .inputTokens())
                    .as(reference)
                    .hasValue(131_072);
        }
        assertThat(input(worst(ask(Endpoint.RESPONSES, "{" + QWEN + ",\"previous_response_id\":null}"))))
                .isLessThan(2_000);
    }

    @Test
    void an_answer_whose_limit_may_still_come_does_not_count_yet() {
        RequestSummary begun = ask(Endpoint.CHAT, "{\"messages\":[{\"content\":\"hel");
        assertThat(WorstCase.sofar(Endpoint.CHAT, begun).orElseThrow().outputTokens())
                .hasValue(0);
        assertThat(input(WorstCase.sofar(Endpoint.CHAT, begun).orElseThrow())).isPositive();
        RequestSummary limited = ask(Endpoint.CHAT, "{\"max_tokens\":9,\"messages\":[{\"content\":\"hel");
        assertThat(WorstCase.sofar(Endpoint.CHAT, limited).orElseThrow().outputTokens())
                .hasValue(9);
    }

    @Test
    void text_beyond_the_context_window_is_counted_up_to_it() {
        RequestSummary ask = chat("{\"type\":\"text\",\"text\":\"" + "word ".repeat(200_000) + "\"}");
        assertThat(estimate(ask).inputTokens()).hasValue(131_072);
        assertThat(worst(ask).inputTokens()).hasValue(131_072);
    }

    @ParameterizedTest
    @CsvSource({
        "qwen/qwen3.8-27b, 16384",
        "openai/gpt-oss-20b, 65536",
        "meta-llama/llama-prompt-guard-2-86m, 512",
        "nobody/knows, 131072"
    })
    void no_limit_of_the_caller_lets_a_model_answer_longer_than_it_can(String model, long longest) {
        String body = "{\"model\":\"" + model + "\",\"messages\":[]";
        assertThat(worst(ask(Endpoint.CHAT, body + "}")).outputTokens()).hasValue(longest);
        assertThat(worst(ask(Endpoint.CHAT, body + ",\"max_tokens\":900000}")).outputTokens())
                .hasValue(longest);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"n\":4 | 2000",
                "\"best_of\":3 | 1500",
                "\"n\":\"2\",\"best_of\":3 | 3000",
                "\"n\":1 | 500",
                "\"n\":null | 500"
            })
    void each_answer_asked_for_at_once_may_be_as_long(String fields, long output) {
        assertThat(worst(ask(Endpoint.CHAT, "{" + QWEN + "," + fields + "}")).outputTokens())
                .hasValue(output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"n\":2.5", "\"n\":-1", "\"n\":true", "\"n\":\"two\"", "\"n\":[3]", "\"best_of\":{}"})
    void of_a_number_of_answers_that_is_none_no_bound_is_claimed(String field) {
        assertThat(WorstCase.usage(Endpoint.CHAT, ask(Endpoint.CHAT, "{" + QWEN + "," + field + "}")))
                .isEmpty();
    }

    @Test
    void a_body_that_is_no_json_is_not_taken_for_text() {
        RequestSummary ask = ask(Endpoint.CHAT, "\u001f\u008b\b compressed");
        assertThat(ask.readable()).isFalse();
        assertThat(WorstCase.usage(Endpoint.CHAT, ask)).isEmpty();
        assertThat(estimate(ask)).isEqualTo(Usage.unknown());
    }
}
