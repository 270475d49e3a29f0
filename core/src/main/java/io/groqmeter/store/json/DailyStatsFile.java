package io.groqmeter.store.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.groqmeter.store.Durability;
import io.groqmeter.store.RollupQuery;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageRollup;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.codec.JsonTree;
import io.groqmeter.usage.UsageCalendar;
import io.groqmeter.usage.Window;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code daily_stats.json}: the sums of each day, by date. It is replaced as a whole, in one step, so that whoever reads it sees
 * one state of it. Not thread-safe.
 */
final class DailyStatsFile {

    static final String NAME = "daily_stats.json";

    private static final JsonFactory JSON = new JsonFactory();

    private final Path path;
    private final UsageCalendar calendar;
    private final Function<RollupQuery, List<UsageRollup>> rollup;
    private final NavigableMap<LocalDate, String> days = new TreeMap<>();
    private final Set<LocalDate> stale = new TreeSet<>();

    /** @param rollup tells the sums that the file repeats */
    DailyStatsFile(Path folder, UsageCalendar calendar, Function<RollupQuery, List<UsageRollup>> rollup) {
        this.path = folder.resolve(NAME);
        this.calendar = calendar;
        this.rollup = rollup;
    }

    /** All days in which anything was used, as the sums tell them. */
    List<DayStats> days() {
        return DayStats.in(Window.always(), rollup);
    }

    /** The sums of a record's day have changed. */
    void changed(UsageRecord record) {
        stale.add(calendar.date(record.startedAt()));
    }

    /** Replaces the file where sums have changed; what fails stays to be done. */
    void catchUp() throws IOException {
        if (!stale.isEmpty()) {
            List<DayStats> changed = new ArrayList<>();
            stale.forEach(date -> changed.addAll(DayStats.in(calendar.day(date), rollup)));
            replace(changed);
            stale.clear();
        }
    }

    /** Puts days in place of what was known of them, and replaces the file. */
    void replace(List<DayStats> changed) throws IOException {
        changed.forEach(day -> days.put(day.date(), day.text()));
        String text = days.isEmpty() ? "{}" : "{\n" + String.join(",\n", days.values()) + "\n}";
        WholeFile.replace(path, text, Durability.PROCESS);
    }

    /**
     * Keeps a copy of the file beside it, once, if it says more of a day than is known: it is about to be replaced.
     *
     * @return what is worth telling of that
     */
    List<String> keepIfItSaysMore(List<DayStats> known) throws IOException {
        Map<LocalDate, DayStats> byDate = new HashMap<>();
        known.forEach(day -> byDate.put(day.date(), day));
        List<String> notices = new ArrayList<>();
        for (DayStats day : read(path)) {
            DayStats ours = byDate.get(day.date());
            if (ours != null && day.saysMoreThan(ours)) {
                notices.add(path + " says more of " + day.date() + " than the books: " + day.summary() + " against "
                        + ours.summary() + "; the books count");
            }
        }
        Path kept = path.resolveSibling("daily_stats.kept.json");
        if (!notices.isEmpty() && !Files.exists(kept)) {
            Files.copy(path, kept);
            notices.add("what " + path + " said is kept in " + kept);
        }
        return notices;
    }

    /**
     * The days in a file of either tool, by date; none when there is no file or it is empty. Unknown keys are passed over, missing
     * ones count 0.
     *
     * @throws UsageStoreException when it is broken; the message says where
     */
    static List<DayStats> read(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return List.of();
        }
        try (JsonParser json = JSON.createParser(path.toFile())) {
            return days(path, json);
        }
    }

    private static List<DayStats> days(Path path, JsonParser json) throws IOException {
        List<DayStats> days = new ArrayList<>();
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw broken(path, json, "it must be an object of days, { … }", null);
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String date = json.currentName();
                json.nextToken();
                try {
                    days.add(day(date, JsonTree.read(json)));
                } catch (RuntimeException e) {
                    throw broken(path, json, "day \"" + date + "\": " + e.getMessage(), e);
                }
            }
        } catch (JsonProcessingException e) {
            // Of a text that breaks a limit (too deep, too long), Jackson does not say where it does.
            JsonLocation place = e.getLocation() == null ? json.currentLocation() : e.getLocation();
            throw new UsageStoreException(
                    path + " is broken at line " + place.getLineNr() + ": " + e.getOriginalMessage()
                            + "; mend that line, or move the file away (nothing was changed)",
                    e);
        }
        days.sort((one, other) -> one.date().compareTo(other.date()));
        return days;
    }

    private static UsageStoreException broken(Path path, JsonParser json, String why, @Nullable Throwable cause) {
        return new UsageStoreException(
                path + " is broken before line " + json.currentLocation().getLineNr() + ": " + why
                        + "; mend that, or move the file away (nothing was changed)",
                cause);
    }

    private static DayStats day(String date, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> keys)) {
            throw new IllegalArgumentException("it must be an object");
        }
        LocalDate day;
        try {
            day = LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a day must look like \"2025-01-15\"", e);
        }
        Map<String, Long> models = new LinkedHashMap<>();
        if (keys.get("models_used") instanceof Map<?, ?> used) {
            used.keySet().forEach(model -> models.put(String.valueOf(model), count(used, String.valueOf(model))));
        }
        return new DayStats(
                day,
                count(keys, "total_requests"),
                count(keys, "total_input_tokens"),
                count(keys, "total_output_tokens"),
                number(keys, "total_cost_usd"),
                models);
    }

    private static long count(Map<?, ?> keys, String key) {
        BigDecimal number = number(keys, key);
        if (number.stripTrailingZeros().scale() > 0 || number.precision() - number.scale() > 18) {
            throw new IllegalArgumentException("\"" + key + "\" must be a count, not " + number);
        }
        return number.longValueExact();
    }

    private static BigDecimal number(Map<?, ?> keys, String key) {
        Object value = keys.get(key);
        if (value == null) {
            return BigDecimal.ZERO;
        }
        if (value instanceof BigDecimal number && number.signum() >= 0) {
            return number;
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a number from 0 on, not " + PythonJson.of(value));
    }
}
