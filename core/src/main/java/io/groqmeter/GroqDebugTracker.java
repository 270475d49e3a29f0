package io.groqmeter;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.pricing.UnknownPrice;
import io.groqmeter.report.Messages;
import io.groqmeter.report.Period;
import io.groqmeter.report.Summaries;
import io.groqmeter.report.SummaryText;
import io.groqmeter.report.UsageSummary;
import io.groqmeter.report.format.TrackedLine;
import io.groqmeter.store.Durability;
import io.groqmeter.store.UsageBatch;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.UsageStoreException;
import io.groqmeter.store.json.JsonFileUsageStore;
import io.groqmeter.store.json.SeedIds;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first tool's tracker, for programs that call Groq themselves and tell the tokens of each call.
 *
 * <p>It is off unless {@code GROQ_DEBUG} is {@code true}: then every summary is zeros and nothing is written. With
 * {@code GROQ_SAVE_DEBUG=true} it keeps {@code usage_log.json} and {@code daily_stats.json} in the folder
 * {@code GROQMETER_DATA} (default {@code debug_data}), else everything ends with the process. {@code GROQMETER_ZONE} chooses the
 * zone of its days, {@code GROQMETER_LANG} the language of its text, {@code GROQMETER_UNKNOWN_PRICE}
 * what a model without a price costs.
 *
 * <p>Thread-safe. A call that cannot be written is kept and written with the next one, so that a full disk does not fail the
 * program that is being metered; the fault is logged.
 */
public class GroqDebugTracker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroqDebugTracker.class);

    private final boolean on;
    private final UsageStore store;
    private final SeedIds ids;
    private final Summaries summaries;
    private final Messages words;
    private final InstantSource clock;
    private final PrintStream console;
    private final Rater rater = new Rater(this::prices);
    private final List<UsageRecord> unwritten = new ArrayList<>();
    private volatile PriceList prices;

    /** A tracker as the process's environment says: what a subclass calls. */
    protected GroqDebugTracker() {
        this(System.getenv());
    }

    /** A tracker as that environment says. */
    protected GroqDebugTracker(Map<String, String> env) {
        this(env, Clock.systemUTC(), System.out);
    }

    /**
     * A tracker as that environment says.
     *
     * @param env names and values as of environment variables
     * @param clock tells when a call is made
     * @param console where tracked calls and summaries are printed
     * @throws IllegalArgumentException when a value cannot be used
     */
    protected GroqDebugTracker(Map<String, String> env, InstantSource clock, PrintStream console) {
        this.on = isTrue(env, "GROQ_DEBUG");
        this.clock = clock;
        this.console = console;
        this.prices = PriceList.shipped().withUnknownPrice(unknownPrice(env));
        UsageCalendar calendar =
                new UsageCalendar(zone(env.getOrDefault("GROQMETER_ZONE", "").strip()));
        this.words = Messages.beside(
                SummaryText.class, Messages.locale(env.getOrDefault("GROQMETER_LANG", ""), Locale.getDefault()));
        this.store = on && isTrue(env, "GROQ_SAVE_DEBUG")
                ? JsonFileUsageStore.open(folder(env), calendar, Durability.PROCESS)
                : new InMemoryUsageStore(calendar);
        this.ids = new SeedIds(store);
        this.summaries = new Summaries(store, clock);
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "GROQMETER_ZONE must be a time zone such as America/Bogota, not '" + name + "'", e);
        }
    }

    private static UnknownPrice unknownPrice(Map<String, String> env) {
        String label = env.getOrDefault("GROQMETER_UNKNOWN_PRICE", "").strip();
        return label.isEmpty()
                ? UnknownPrice.DEFAULT
                : UnknownPrice.ofLabel(label)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "GROQMETER_UNKNOWN_PRICE must be default or dearest, not '" + label + "'"));
    }

    private static Path folder(Map<String, String> env) {
        String folder = env.getOrDefault("GROQMETER_DATA", "").strip();
        return Path.of(folder.isEmpty() ? "debug_data" : folder);
    }

    private static boolean isTrue(Map<String, String> env, String name) {
        return "true".equalsIgnoreCase(env.getOrDefault(name, "").strip());
    }

    /** A tracker as the process's environment says. It never reads {@code .env}: a library leaves that to its program. */
    public static GroqDebugTracker fromEnv() {
        return new GroqDebugTracker();
    }

    /** A tracker as that environment says. */
    public static GroqDebugTracker fromEnv(Map<String, String> env) {
        return new GroqDebugTracker(env);
    }

    /** Whether it tracks: {@code GROQ_DEBUG} was {@code true}. */
    public final boolean isOn() {
        return on;
    }

    /** Tracks a call under the request id {@code chat_<epoch seconds>}. */
    public final Optional<UsageRecord> trackRequest(String model, long inputTokens, long outputTokens) {
        return trackRequest(model, inputTokens, outputTokens, null);
    }

    /**
     * Tracks a call that Groq answered. Subclasses override this one; the shorter form comes here too.
     *
     * @param model the model that answered
     * @param inputTokens all its prompt tokens
     * @param outputTokens all its generated tokens
     * @param requestId the caller's own name for the call, need not be unique; null for {@code chat_<epoch seconds>}
     * @return the call with its cost; empty when the tracker is off
     * @throws IllegalArgumentException when a count cannot be one
     */
    public Optional<UsageRecord> trackRequest(
            String model, long inputTokens, long outputTokens, @Nullable String requestId) {
        if (!on) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Call call = Call.chat(model);
        UsageRecord record = ids.named(new UsageRecord(
                "unnamed",
                now,
                call,
                Attribution.none(),
                rater.rate(call, Usage.tokens(inputTokens, outputTokens), now),
                requestId != null ? requestId : "chat_" + now.getEpochSecond(),
                1));
        write(List.of(record));
        console.println(new TrackedLine(words).of(record));
        return Optional.of(record);
    }

    private synchronized void write(List<UsageRecord> records) {
        unwritten.addAll(records);
        try {
            writeAll();
        } catch (UsageStoreException e) {
            LOG.error("{} tracked calls wait to be written: {}", unwritten.size(), e.getMessage());
        }
    }

    private void writeAll() {
        if (!unwritten.isEmpty()) {
            store.append(UsageBatch.of(unwritten));
            unwritten.clear();
        }
    }

    /** What was used today. */
    public UsageSummary getDailySummary() {
        return summary(summaries.named("today"));
    }

    /** What was used on that date. */
    public UsageSummary getDailySummary(LocalDate date) {
        return summary(new Period.Day(date));
    }

    /** What was used on that date, written like {@code 2026-11-22}. */
    public UsageSummary getDailySummary(String date) {
        return summary(Period.day(date));
    }

    /** What was used this month. */
    public UsageSummary getMonthlySummary() {
        return summary(summaries.named("month"));
    }

    /** What was used in that month, 1 to 12. */
    public UsageSummary getMonthlySummary(int year, int month) {
        return summary(new Period.Month(YearMonth.of(year, month)));
    }

    /** What was used altogether. */
    public UsageSummary getTotalSummary() {
        return summary(summaries.named("total"));
    }

    private UsageSummary summary(Period period) {
        write(List.of());
        return summaries.of(period);
    }

    /**
     * Prints a summary.
     *
     * @param type {@code today}, {@code month} or {@code total}
     */
    public void printSummary(String type) {
        printSummary(type, console);
    }

    /** Prints a summary there. */
    public void printSummary(String type, PrintStream to) {
        to.print(new SummaryText(words).of(summary(summaries.named(type))));
        to.flush();
    }

    /**
     * Sets the price of a model, for the calls from now on.
     *
     * @param inputPerMillion US dollars per million input tokens
     * @param outputPerMillion US dollars per million output tokens
     * @throws IllegalArgumentException when a price cannot be one
     */
    public final synchronized void addModel(String model, BigDecimal inputPerMillion, BigDecimal outputPerMillion) {
        prices = prices.withPrice(model, inputPerMillion, outputPerMillion);
    }

    /** The prices in force. */
    public final PriceList prices() {
        return prices;
    }

    /**
     * Writes what waits and closes the books.
     *
     * @throws UsageStoreException when what waits cannot be written
     */
    @Override
    public synchronized void close() {
        try {
            writeAll();
        } finally {
            store.close();
        }
    }
}
