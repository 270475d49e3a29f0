package io.groqmeter.store.json;

import io.groqmeter.pricing.PriceBasis;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records for a day of which only {@code daily_stats.json} tells.
 *
 * <p>One record holds the day's tokens and cost and stands for no call; one a model stands for that model's calls and holds
 * nothing, because the file does not tell what each model used. All start when the day starts: the file does not tell the hour.
 * Their ids are those of the day and the model, so that a day is taken over once, whatever the file says of it later.
 */
final class WholeDay {

    private WholeDay() {}

    /** Whether a record is one of a day taken over as a whole. */
    static boolean isPart(UsageRecord record) {
        return record.id().startsWith("day-");
    }

    /** The id under which a day that was taken over as a whole is found. */
    static String id(LocalDate date) {
        return "day-" + date;
    }

    /** The records, the one with {@link #id} last: once it is there, all are. */
    static List<UsageRecord> records(DayStats day, UsageCalendar calendar) {
        List<UsageRecord> records = new ArrayList<>();
        long named = 0;
        for (Map.Entry<String, Long> model : day.models().entrySet()) {
            String name = model.getKey().equals(DayStats.NO_MODEL) ? null : model.getKey();
            records.add(calls(day, model.getKey(), name, model.getValue(), calendar));
            named += model.getValue();
        }
        if (day.requests() > named) {
            records.add(calls(day, "", null, day.requests() - named, calendar));
        }
        long input = day.inputTokens();
        long output = day.outputTokens();
        // A record holds no more tokens than one call can have.
        for (int part = 1; input > Usage.MOST_TOKENS || output > Usage.MOST_TOKENS; part++) {
            Usage usage = Usage.tokens(Math.min(input, Usage.MOST_TOKENS), Math.min(output, Usage.MOST_TOKENS));
            records.add(record(id(day.date()) + "-part-" + part, day, null, usage, BigDecimal.ZERO, 0, calendar));
            input -= usage.inputTokens().orElse(0);
            output -= usage.outputTokens().orElse(0);
        }
        records.add(record(id(day.date()), day, null, Usage.tokens(input, output), day.cost(), 0, calendar));
        return records;
    }

    private static UsageRecord calls(
            DayStats day, String name, @Nullable String model, long count, UsageCalendar calendar) {
        String id = id(day.date()) + "-calls-" + Hash.of(name).hex();
        return record(id, day, model, Usage.unknown(), BigDecimal.ZERO, count, calendar);
    }

    private static UsageRecord record(
            String id,
            DayStats day,
            @Nullable String model,
            Usage usage,
            BigDecimal cost,
            long calls,
            UsageCalendar calendar) {
        Call call = new Call(Endpoint.CHAT, model, null, null, null, false, 200, Outcome.COMPLETED, Timings.unknown());
        RatedUsage rated = new RatedUsage(usage, cost, PriceBasis.OVERRIDE, List.of());
        return new UsageRecord(id, calendar.start(day.date()), call, Attribution.none(), rated, null, calls);
    }
}
