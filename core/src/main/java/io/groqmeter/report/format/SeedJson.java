package io.groqmeter.report.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Dollars;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Summaries, and entries of the usage log, as JSON in the first tool's format: its names, in its order, and beside a summary's
 * {@code formatted} strings to show.
 *
 * <p>Numbers are plain JSON decimals with every digit, no exponent and no trailing zeros. The {@code formatted} strings are the
 * same in every language, so that a body does not depend on where it was made.
 */
public final class SeedJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private SeedJson() {}

    /** The summary as one JSON object on indented lines, without a line end behind it. */
    public static String of(UsageSummary summary) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            write(json, summary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes the summary as one JSON object. */
    public static void write(JsonGenerator json, UsageSummary summary) throws IOException {
        json.writeStartObject();
        json.writeStringField(summary.periodKey(), summary.period().label());
        json.writeNumberField("total_requests", summary.totalRequests());
        json.writeNumberField("total_input_tokens", summary.totalInputTokens());
        json.writeNumberField("total_output_tokens", summary.totalOutputTokens());
        json.writeFieldName("total_cost_usd");
        json.writeNumber(Dollars.digits(summary.sums().cost()));
        json.writeObjectFieldStart("models_used");
        for (Map.Entry<String, Long> model : summary.modelsUsed().entrySet()) {
            json.writeNumberField(model.getKey(), model.getValue());
        }
        json.writeEndObject();
        formatted(json, summary);
        json.writeEndObject();
    }

    /** Writes a record as an entry of the first tool's usage log, its start on the wall clock of that calendar's zone. */
    public static void writeEntry(JsonGenerator json, UsageRecord record, UsageCalendar calendar) throws IOException {
        Usage usage = record.usage();
        String name = record.requestId() == null ? record.id() : record.requestId();
        json.writeStartObject();
        json.writeNumberField("input_tokens", usage.inputTokens().orElse(0));
        json.writeNumberField("output_tokens", usage.outputTokens().orElse(0));
        json.writeNumberField("total_tokens", usage.totalTokens());
        json.writeFieldName("cost_usd");
        json.writeNumber(Dollars.digits(record.cost()));
        json.writeStringField("timestamp", SECONDS.format(record.startedAt().atZone(calendar.zone())));
        json.writeStringField("model", record.call().model());
        json.writeStringField("request_id", name);
        json.writeEndObject();
    }

    private static void formatted(JsonGenerator json, UsageSummary summary) throws IOException {
        json.writeObjectFieldStart("formatted");
        json.writeStringField("total_requests", grouped(summary.totalRequests()));
        json.writeStringField("total_input_tokens", grouped(summary.totalInputTokens()));
        json.writeStringField("total_output_tokens", grouped(summary.totalOutputTokens()));
        json.writeStringField("total_tokens", grouped(summary.sums().totalTokens()));
        json.writeStringField("total_cost_usd", Dollars.text(summary.sums().cost(), Locale.ENGLISH));
        json.writeEndObject();
    }

    private static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
