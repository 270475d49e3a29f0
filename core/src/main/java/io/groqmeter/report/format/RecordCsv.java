package io.groqmeter.report.format;

import io.groqmeter.store.UsageRecord;
import io.groqmeter.text.Csv;
import io.groqmeter.text.Dollars;
import io.groqmeter.text.PlainDecimal;
import io.groqmeter.usage.Usage;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records as CSV: one header, one line per record. Money is a plain decimal; an unknown value is an empty field.
 */
public final class RecordCsv {

    private record Column(String name, Function<UsageRecord, @Nullable String> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("id", UsageRecord::id),
            new Column("started_at", record -> record.startedAt().toString()),
            new Column("request_id", UsageRecord::requestId),
            new Column("calls", record -> Long.toString(record.calls())),
            new Column("endpoint", record -> record.call().endpoint().label()),
            new Column("request_model", record -> record.call().requestModel()),
            new Column("response_model", record -> record.call().responseModel()),
            new Column("response_id", record -> record.call().responseId()),
            new Column("service_tier", record -> record.call().serviceTier()),
            new Column("streamed", record -> Boolean.toString(record.call().streamed())),
            new Column("status", record -> Integer.toString(record.call().status())),
            new Column("outcome", record -> record.call().outcome().label()),
            new Column("key", record -> record.attribution().key()),
            new Column("project", record -> record.attribution().project()),
            new Column("user", record -> record.attribution().user()),
            new Column("tags", RecordCsv::tags),
            new Column("usage_basis", record -> record.usage().basis().label()),
            new Column("input_tokens", record -> number(record.usage().inputTokens())),
            new Column(
                    "cache_read_input_tokens", record -> number(record.usage().cacheReadInputTokens())),
            new Column("output_tokens", record -> number(record.usage().outputTokens())),
            new Column(
                    "reasoning_output_tokens", record -> number(record.usage().reasoningOutputTokens())),
            new Column(
                    "audio_seconds",
                    record -> record.usage().audio().map(PlainDecimal::seconds).orElse("")),
            new Column("billed_audio_seconds", record -> number(record.usage().billedAudioSeconds())),
            new Column("characters", record -> number(record.usage().characters())),
            new Column("tools", record -> tools(record.usage())),
            new Column("cost_usd", record -> Dollars.digits(record.cost())),
            new Column("price_basis", record -> record.rated().basis().label()),
            new Column("priced_as", record -> record.pricedAs().orElse("")));

    private RecordCsv() {}

    /** The first line: the columns' names. */
    public static String header() {
        return Csv.line(COLUMNS.stream().map(Column::name).toList());
    }

    /** The line of one record. */
    public static String line(UsageRecord record) {
        return Csv.line(COLUMNS.stream()
                .map(column -> Csv.text(column.value().apply(record)))
                .toList());
    }

    private static String tags(UsageRecord record) {
        return new TreeMap<>(record.attribution().tags())
                .entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(","));
    }

    private static String tools(Usage usage) {
        return usage.tools().stream().map(use -> use.tool() + "=" + use.uses()).collect(Collectors.joining(","));
    }

    private static String number(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}
