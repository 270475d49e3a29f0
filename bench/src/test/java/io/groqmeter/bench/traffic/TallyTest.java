package io.groqmeter.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.groq.AnswerReader;
import io.groqmeter.groq.AnswerSummary;
import io.groqmeter.groq.GroqWire;
import io.groqmeter.groq.RequestReader;
import io.groqmeter.groq.RequestSummary;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The bench's own prices and the meter's are two witnesses. */
class TallyTest {

    private static final Instant DAY = Instant.parse("2026-11-22T12:00:00Z");

    private final Rater rater = new Rater(PriceList::shipped);

    @Test
    void a_whole_answer_costs_what_the_meter_says() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "application/json");
        reader.read(ByteBuffer.wrap(WireRequest.ascii(Chat.whole(3))));

        assertThat(tally(Endpoint.CHAT, "openai/gpt-oss-20b", reader.answer().usage()))
                .matches(Chat.tally(3)::agrees);
    }

    @Test
    void a_stream_costs_what_the_meter_says() {
        AnswerReader reader = GroqWire.answer(Endpoint.CHAT, RequestSummary.nothing(), 200, "text/event-stream");
        Chat.stream(5, 100).forEach(event -> reader.read(ByteBuffer.wrap(WireRequest.ascii(event))));
        AnswerSummary answer = reader.answer();

        assertThat(reader.ended()).isTrue();
        assertThat(tally(Endpoint.CHAT, "openai/gpt-oss-20b", answer.usage())).matches(Chat.tally(5)::agrees);
    }

    @Test
    void an_upload_costs_what_the_meter_says() {
        WireRequest upload = WireRequest.transcription(330);
        RequestReader request =
                GroqWire.request(Endpoint.TRANSCRIPTIONS, upload.headers().get("Content-Type"));
        request.read(ByteBuffer.wrap(upload.body()));
        AnswerReader reader = GroqWire.answer(Endpoint.TRANSCRIPTIONS, request.summary(), 200, "application/json");
        reader.read(ByteBuffer.wrap(WireRequest.ascii("{\"text\":\"noise\"}")));

        assertThat(tally(
                        Endpoint.TRANSCRIPTIONS,
                        "whisper-large-v3",
                        reader.answer().usage()))
                .matches(Tally.audio(330)::agrees);
    }

    @Test
    void a_difference_of_one_token_or_one_digit_does_not_agree() {
        Tally tally = Chat.tally(0);

        assertThat(tally.agrees(new Tally(1, tally.inputTokens() + 1, tally.outputTokens(), 0, tally.dollars())))
                .isFalse();
        assertThat(tally.agrees(new Tally(
                        1,
                        tally.inputTokens(),
                        tally.outputTokens(),
                        0,
                        tally.dollars().add(new java.math.BigDecimal("0.000000000001")))))
                .isFalse();
    }

    @Test
    void neighbours_differ_and_books_are_sums() {
        assertThat(Chat.tally(1).agrees(Chat.tally(2))).isFalse();
        assertThat(Chat.tally(1).plus(Chat.tally(2)).since(Chat.tally(2))).matches(Chat.tally(1)::agrees);
    }

    private Tally tally(Endpoint endpoint, String model, Usage usage) {
        Call call = new Call(endpoint, model, model, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        RatedUsage rated = rater.rate(call, usage, DAY);
        return new Tally(
                1,
                usage.inputTokens().orElse(0),
                usage.outputTokens().orElse(0),
                usage.billedAudioSeconds().orElse(0),
                rated.cost());
    }
}
