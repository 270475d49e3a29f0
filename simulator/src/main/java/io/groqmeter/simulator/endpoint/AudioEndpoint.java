package io.groqmeter.simulator.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.groqmeter.simulator.book.Bill;
import io.groqmeter.simulator.book.ModelTariff;
import io.groqmeter.simulator.book.ModelTariff.Kind;
import io.groqmeter.simulator.book.Tariff;
import io.groqmeter.simulator.book.TokenCount;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.simulator.wire.Body;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /audio/transcriptions} and {@code /audio/translations}.
 *
 * <p>The length of a WAVE upload is read from the file; that of other formats is derived from their size at 128 kbit/s; that of a
 * URL is invented. At least ten seconds are billed, rounded up to whole seconds.
 */
final class AudioEndpoint implements EndpointHandler {

    private static final int LEAST_BILLED_SECONDS = 10;
    private static final BigDecimal BYTES_PER_SECOND = new BigDecimal(16_000);
    private static final int WORDS_PER_SECOND = 2;
    private static final int MAX_WORDS = 2000;

    /** The fields of a request, from a form or, in a batch, from JSON. */
    private record Fields(String model, byte @Nullable [] file, String format, String granularity) {}

    private final Generator generator;
    private final Tariff tariff;
    private final String task;

    /** @param task transcribe or translate */
    AudioEndpoint(Generator generator, Tariff tariff, String task) {
        this.generator = generator;
        this.tariff = tariff;
        this.task = task;
    }

    @Override
    public Served serve(ApiCall call) {
        Fields fields = call.isJson() ? json(call.json()) : form(Multipart.of(call.request));
        ModelTariff model = generator.model(call, fields.model(), Kind.AUDIO);
        BigDecimal seconds = seconds(call, fields.file());
        long billed = Math.max(
                LEAST_BILLED_SECONDS, seconds.setScale(0, RoundingMode.CEILING).longValueExact());
        Bill bill = new Bill(
                model.model(), TokenCount.NONE, seconds, billed, 0, Map.of(), tariff.audio(model, billed, call.batch));
        int words = Math.min(MAX_WORDS, seconds.intValue() * WORDS_PER_SECOND + 1);
        String text = " " + String.join("", Vocabulary.words(words, call.random));
        Answer answer = fields.format().equals("text") && !call.batch
                ? Answer.of(200, "text/plain; charset=utf-8", new Body.Whole(text.getBytes(StandardCharsets.UTF_8)))
                : Answer.json(200, Json.bytes(body(call, fields, text, seconds)));
        return Served.billed(answer, call.tier(null), bill);
    }

    private ObjectNode body(ApiCall call, Fields fields, String text, BigDecimal seconds) {
        ObjectNode body = Json.object();
        if (fields.format().equals("verbose_json")) {
            body.put("task", task).put("language", "English").put("duration", seconds);
        }
        body.put("text", text);
        if (fields.format().equals("verbose_json") && fields.granularity().equals("word")) {
            body.putArray("words")
                    .addObject()
                    .put("word", text.strip())
                    .put("start", 0)
                    .put("end", seconds);
        } else if (fields.format().equals("verbose_json")) {
            body.putArray("segments")
                    .addObject()
                    .put("id", 0)
                    .put("seek", 0)
                    .put("start", 0)
                    .put("end", seconds)
                    .put("text", text)
                    .put("temperature", 0)
                    .put("avg_logprob", -0.25)
                    .put("compression_ratio", 1.5)
                    .put("no_speech_prob", 0.01);
        }
        body.putObject("x_groq").put("id", call.id);
        return body;
    }

    private static BigDecimal seconds(ApiCall call, byte @Nullable [] file) {
        BigDecimal requested = call.control.duration();
        if (requested != null) {
            return requested;
        }
        if (file == null) {
            return BigDecimal.valueOf(call.random.nextLong(5_000_000_000L, 300_000_000_000L), 9);
        }
        BigDecimal measured = WavFile.seconds(file);
        return measured != null
                ? measured
                : BigDecimal.valueOf(file.length).divide(BYTES_PER_SECOND, 9, RoundingMode.HALF_EVEN);
    }

    private static Fields form(Multipart form) {
        Multipart.Part file = form.part("file");
        if (file == null && form.text("url") == null) {
            throw GroqError.invalid("one of `file` or `url` must be provided");
        }
        return new Fields(
                present(form.text("model")),
                file == null ? null : file.bytes(),
                format(form.text("response_format")),
                or(form.text("timestamp_granularities[]"), "segment"));
    }

    private static Fields json(ObjectNode json) {
        if (json.path("url").asText().isEmpty()) {
            throw GroqError.invalid("one of `file` or `url` must be provided");
        }
        return new Fields(
                ChatParameters.model(json),
                null,
                format(json.path("response_format").asText("json")),
                json.path("timestamp_granularities").path(0).asText("segment"));
    }

    private static String present(@Nullable String model) {
        if (model == null || model.isBlank()) {
            throw GroqError.missing("model");
        }
        return model;
    }

    private static String format(@Nullable String requested) {
        String format = or(requested, "json");
        if (!format.equals("json") && !format.equals("text") && !format.equals("verbose_json")) {
            throw GroqError.invalid("response_format must be one of [json, text, verbose_json], got " + format);
        }
        return format;
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }
}
