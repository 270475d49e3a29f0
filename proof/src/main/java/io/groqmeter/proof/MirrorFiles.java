package io.groqmeter.proof;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.UsageCalendar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The first tool's files as they are, and as they should be according to the records. Each element is one line of text. */
final class MirrorFiles {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private MirrorFiles() {}

    /** The entries of {@code usage_log.json}. */
    static List<String> entries(Path data) throws IOException {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : JSON.readTree(data.resolve("usage_log.json").toFile())) {
            entries.add(line(
                    entry.path("request_id").asText(),
                    entry.path("input_tokens").asLong(),
                    entry.path("output_tokens").asLong(),
                    entry.path("cost_usd").decimalValue()));
        }
        return entries;
    }

    /** The entries those records make. */
    static List<String> entries(List<UsageRecord> records) {
        return records.stream()
                .filter(MirrorFiles::counts)
                .map(record -> line(record.id(), input(record), output(record), record.cost()))
                .toList();
    }

    /** The days of {@code daily_stats.json}. */
    static List<String> days(Path data) throws IOException {
        List<String> days = new ArrayList<>();
        for (JsonNode day : JSON.readTree(data.resolve("daily_stats.json").toFile())) {
            days.add(line(
                    day.path("date").asText() + " " + day.path("total_requests").asLong(),
                    day.path("total_input_tokens").asLong(),
                    day.path("total_output_tokens").asLong(),
                    day.path("total_cost_usd").decimalValue()));
        }
        return days;
    }

    /** The days those records make, added up row by row. */
    static List<String> days(List<UsageRecord> records, UsageCalendar calendar) {
        Map<String, long[]> counts = new TreeMap<>();
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (UsageRecord record : records) {
            String day = calendar.date(record.startedAt()).toString();
            long[] count = counts.computeIfAbsent(day, any -> new long[3]);
            count[0] += counts(record) ? 1 : 0;
            count[1] += input(record);
            count[2] += output(record);
            costs.merge(day, record.cost(), BigDecimal::add);
        }
        List<String> days = new ArrayList<>();
        counts.forEach((day, count) ->
                days.add(line(day + " " + count[0], count[1], count[2], costs.getOrDefault(day, BigDecimal.ZERO))));
        return days;
    }

    /** Answered calls to billed endpoints have an entry. */
    private static boolean counts(UsageRecord record) {
        return record.call().answered() && record.metered();
    }

    private static long input(UsageRecord record) {
        return record.usage().inputTokens().orElse(0);
    }

    private static long output(UsageRecord record) {
        return record.usage().outputTokens().orElse(0);
    }

    private static String line(String what, long input, long output, BigDecimal cost) {
        return what + " " + input + " " + output + " "
                + (cost.signum() == 0 ? "0" : cost.stripTrailingZeros().toPlainString());
    }
}
