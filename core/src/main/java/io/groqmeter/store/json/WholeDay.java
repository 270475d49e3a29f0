package io.groqmeter.store.json;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.RecordPages;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records for what only {@code daily_stats.json} tells of a day: its {@link DayRemainder}.
 *
 * <p>One record holds the tokens and the cost and stands for no call; one a model stands for that model's calls and holds
 * nothing, because the file does not tell what each model used. All start when the day starts: the file does not tell the hour.
 * Their ids are those of the day and the model. Alone of all records they give way: to the entries they stood for.
 */
final class WholeDay {

    private WholeDay() {}

    /** Whether a record is one of these. */
    static boolean isPart(UsageRecord record) {
        return record.id().startsWith("day-");
    }

    /** The id under which what was taken over of a day is found. */
    static String id(LocalDate date) {
        return "day-" + date;
    }

    /** The records a store has of a day. */
    static List<UsageRecord> find(LocalDate date, UsageStore store) {
        Optional<UsageRecord> mark = store.find(id(date));
        if (mark.isEmpty()) {
            return List.of();
        }
        Instant start = mark.get().startedAt();
        List<UsageRecord> found = new ArrayList<>();
        RecordPages pages = new RecordPages(store, new Window(start, start.plusMillis(1)), Map.of());
        while (pages.hasNext()) {
            pages.next().stream()
                    .filter(record ->
                            record.id().equals(id(date)) || record.id().startsWith(id(date) + "-"))
                    .forEach(found::add);
        }
        return found;
    }

    /** What these records say. */
    static DayRemainder remainder(LocalDate date, List<UsageRecord> records) {
        Map<String, Long> models = new LinkedHashMap<>();
        long unnamed = 0;
        long input = 0;
        long output = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (UsageRecord record : records) {
            input += record.usage().inputTokens().orElse(0);
            output += record.usage().outputTokens().orElse(0);
            cost = cost.add(record.rated().cost());
            if (record.id().equals(callsId(date, ""))) {
                unnamed += record.calls();
            } else if (record.calls() > 0) {
                String model = record.call().model();
                models.merge(model == null ? DayStats.NO_MODEL : model, record.calls(), Long::sum);
            }
        }
        return new DayRemainder(date, models, unnamed, input, output, cost);
    }

    /** All that the file tells of a day that has no entries. */
    static List<UsageRecord> records(DayStats day, UsageCalendar calendar) {
        DayStats nothing = new DayStats(day.date(), 0, 0, 0, BigDecimal.ZERO, Map.of());
        return records(DayRemainder.none(day.date()).toldOf(day, nothing), calendar);
    }

    /** The records, the one with {@link #id} last: once it is there, all are. None for nothing. */
    static List<UsageRecord> records(DayRemainder day, UsageCalendar calendar) {
        List<UsageRecord> records = new ArrayList<>();
        if (day.isNothing()) {
            return records;
        }
        LocalDate date = day.date();
        for (Map.Entry<String, Long> model : day.models().entrySet()) {
            String name = model.getKey().equals(DayStats.NO_MODEL) ? null : model.getKey();
            records.add(calls(date, model.getKey(), name, model.getValue(), calendar));
        }
        if (day.unnamed() > 0) {
            records.add(calls(date, "", null, day.unnamed(), calendar));
        }
        long input = day.inputTokens();
        long output = day.outputTokens();
        // A record holds no more tokens than one call can have.
        for (int part = 1; input > Usage.MOST_TOKENS || output > Usage.MOST_TOKENS; part++) {
            Usage usage = Usage.tokens(Math.min(input, Usage.MOST_TOKENS), Math.min(output, Usage.MOST_TOKENS));
            records.add(record(id(date) + "-part-" + part, date, null, usage, BigDecimal.ZERO, 0, calendar));
            input -= usage.inputTokens().orElse(0);
            output -= usage.outputTokens().orElse(0);
        }
        records.add(record(id(date), date, null, Usage.tokens(input, output), day.cost(), 0, calendar));
        return records;
    }

    private static UsageRecord calls(
            LocalDate date, String name, @Nullable String model, long count, UsageCalendar calendar) {
        return record(callsId(date, name), date, model, Usage.unknown(), BigDecimal.ZERO, count, calendar);
    }

    private static String callsId(LocalDate date, String name) {
        return id(date) + "-calls-" + Hash.of(name).hex();
    }

    private static UsageRecord record(
            String id,
            LocalDate date,
            @Nullable String model,
            Usage usage,
            BigDecimal cost,
            long calls,
            UsageCalendar calendar) {
        Call call = new Call(Endpoint.CHAT, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        RatedUsage rated = new RatedUsage(usage, cost, PriceBasis.OVERRIDE, List.of());
        return new UsageRecord(id, calendar.start(date), call, Attribution.none(), rated, null, calls);
    }
}
