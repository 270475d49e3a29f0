package io.groqmeter.simulator.endpoint;

import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.ModelTariff.Kind;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import java.math.BigDecimal;
import java.util.Map;

/** {@code POST /audio/speech}: a WAVE file of silence, sixty milliseconds per character; the answer carries no usage. */
final class SpeechEndpoint implements EndpointHandler {

    private static final int MILLIS_PER_CHARACTER = 60;
    private static final int MAX_MILLIS = 600_000;

    private final Generator generator;
    private final Tariff tariff;

    SpeechEndpoint(Generator generator, Tariff tariff) {
        this.generator = generator;
        this.tariff = tariff;
    }

    @Override
    public Served serve(ApiCall call) {
        String input = call.json().path("input").asText();
        if (input.isEmpty()) {
            throw GroqError.missing("input");
        }
        ModelTariff model = generator.model(call, ChatParameters.model(call.json()), Kind.SPEECH);
        int characters = input.codePointCount(0, input.length());
        BigDecimal dollars = tariff.speech(model, characters);
        Bill bill = new Bill(
                model.model(),
                TokenCount.NONE,
                BigDecimal.ZERO,
                0,
                characters,
                Map.of(),
                dollars == null ? null : Tariff.round(dollars));
        int millis = (int) Math.min(MAX_MILLIS, (long) characters * MILLIS_PER_CHARACTER);
        return Served.billed(
                Answer.of(200, "audio/wav", new Body.Whole(WavFile.silence(millis))), call.tier(null), bill);
    }
}
