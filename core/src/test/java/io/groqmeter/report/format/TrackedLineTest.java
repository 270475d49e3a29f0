package io.groqmeter.report.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.report.Messages;
import io.groqmeter.report.SummaryText;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TrackedLineTest {

    private final TrackedLine english = new TrackedLine(Messages.beside(SummaryText.class, Locale.ENGLISH));

    @Test
    void tokens_audio_and_characters_are_told_as_what_they_are() {
        assertThat(line(Call.chat("llama-3.1-8b-instant"), Usage.tokens(1_500, 800), "0.000139"))
                .isEqualTo("TRACKED llama-3.1-8b-instant · 1,500 in + 800 out · $0.000139");
        Usage audio = Usage.builder(UsageBasis.MEASURED)
                .audio(Duration.ofMillis(12_300))
                .build();
        assertThat(line(Call.chat("whisper-large-v3"), audio, "0.0004"))
                .isEqualTo("TRACKED whisper-large-v3 · 13 s of audio · $0.0004");
        Usage speech = Usage.builder(UsageBasis.MEASURED).characters(19).build();
        assertThat(line(Call.chat("orpheus"), speech, "0")).isEqualTo("TRACKED orpheus · 19 characters · $0.00");
    }

    @Test
    void what_is_not_known_is_no_zero_and_a_bad_end_is_told() {
        Call refused =
                new Call(Endpoint.RESPONSES, null, null, null, null, false, 429, Outcome.ERROR, Timings.unknown());
        assertThat(line(refused, Usage.nothing(), "0")).isEqualTo("TRACKED responses · $0.00 · 429 error");
        assertThat(line(Call.chat("m"), Usage.unknown(), "0")).isEqualTo("TRACKED m · ? in + ? out · $0.00");
    }

    @Test
    void spanish_has_its_own_words() {
        assertThat(new TrackedLine(Messages.beside(SummaryText.class, Locale.forLanguageTag("es")))
                        .of(record(Call.chat("m"), Usage.tokens(1_500, 800), "0.5")))
                .isEqualTo("TRACKED m · 1.500 de entrada + 800 de salida · $0,50");
    }

    private String line(Call call, Usage usage, String cost) {
        return english.of(record(call, usage, cost));
    }

    private static UsageRecord record(Call call, Usage usage, String cost) {
        RatedUsage rated = new RatedUsage(usage, new BigDecimal(cost), PriceBasis.LIST, List.of());
        return new UsageRecord("r", Instant.EPOCH, call, Attribution.none(), rated);
    }
}
