package io.groqmeter.e2e;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Calls of a small company, by seeded randomness: more in office hours, fewer on weekends, growing from month to month. */
final class SampleCalls {

    private static final Instant NEW_MODELS = Instant.parse("2026-08-17T00:00:00Z");
    private static final Instant NEWEST_MODEL = Instant.parse("2026-08-20T00:00:00Z");
    private static final List<String> USERS =
            List.of("ana", "luis", "carmen", "diego", "lucía", "mateo", "sofía", "pablo");

    /** The traffic profile of a project. */
    private record Habit(String project, String key, int share, int input, int output, boolean streams) {}

    private static final List<Habit> HABITS = List.of(
            new Habit("support-bot", "website", 46, 5_200, 480, true),
            new Habit("search", "website", 24, 1_900, 160, false),
            new Habit("invoices", "batch-jobs", 16, 9_800, 900, false),
            new Habit("meeting-notes", "lab", 9, 14_000, 1_600, true),
            new Habit("research", "lab", 5, 22_000, 3_800, true));

    private final SplittableRandom random = new SplittableRandom(7);
    private final Rater rater = new Rater(PriceList::shipped);
    private final Instant now;
    private int made;

    SampleCalls(Instant now) {
        this.now = now;
    }

    /** The calls of the day that many days ago, oldest first; for today, those that have ended. */
    List<UsageRecord> ofDay(int daysAgo) {
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(daysAgo));
        boolean weekend = midnight.atZone(ZoneOffset.UTC).getDayOfWeek().getValue() > 5;
        double growth = 1 - daysAgo / 520.0;
        int calls = (int) ((weekend ? 22 : 84) * growth * (0.8 + 0.4 * random.nextDouble()));
        List<Instant> starts = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            double hour = 13 + 3.1 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5) * 1.6;
            starts.add(midnight.plusMillis((long) (hour * 3_600_000)));
        }
        return starts.stream()
                .sorted()
                .map(this::call)
                .filter(record -> record.startedAt().isBefore(now.minusSeconds(20)))
                .toList();
    }

    private UsageRecord call(Instant start) {
        int chance = random.nextInt(100);
        int habit = 0;
        for (; chance >= HABITS.get(habit).share(); habit++) {
            chance -= HABITS.get(habit).share();
        }
        Habit caller = HABITS.get(habit);
        String user = caller.key().equals("batch-jobs")
                ? "nightly"
                : USERS.get((int) (random.nextDouble() * random.nextDouble() * USERS.size()));
        Attribution attribution = new Attribution(
                caller.key(), caller.project(), user, random.nextInt(3) == 0 ? Map.of("team", "lima") : Map.of());
        int kind = random.nextInt(1_000);
        if (caller.project().equals("meeting-notes") && kind < 420) {
            return audio(start, attribution);
        }
        if (kind < 22) {
            return refused(start, attribution, model(start), kind < 14 ? 429 : kind < 19 ? 400 : 503);
        }
        if (kind < 26) {
            return chat(start, attribution, caller, "acme/sandbox-7b", UsageBasis.MEASURED);
        }
        return chat(start, attribution, caller, model(start), kind < 34 ? UsageBasis.ESTIMATED : UsageBasis.MEASURED);
    }

    private String model(Instant start) {
        int chance = random.nextInt(100);
        if (start.isBefore(NEW_MODELS)) {
            return chance < 34
                    ? "llama-3.3-70b-versatile"
                    : chance < 62 ? "llama-3.1-8b-instant" : chance < 84 ? "openai/gpt-oss-120b" : "openai/gpt-oss-20b";
        }
        if (start.isAfter(NEWEST_MODEL) && chance < 21) {
            return "qwen/qwen3.8-27b";
        }
        return chance < 68 ? "openai/gpt-oss-120b" : "openai/gpt-oss-20b";
    }

    private UsageRecord chat(Instant start, Attribution attribution, Habit caller, String model, UsageBasis basis) {
        long input = spread(caller.input());
        long output = spread(caller.output());
        Usage usage = Usage.builder(basis)
                .inputTokens(input)
                .cacheReadInputTokens(random.nextInt(5) < 3 ? input * (30 + random.nextInt(50)) / 100 / 128 * 128 : 0)
                .outputTokens(output)
                .reasoningOutputTokens(model.startsWith("openai/") ? output * (15 + random.nextInt(40)) / 100 : 0)
                .tools(
                        caller.project().equals("research") && random.nextInt(3) == 0
                                ? List.of(new ToolUse("browser.search", 1 + random.nextInt(4)))
                                : List.of())
                .build();
        long queue = 400 + random.nextInt(60_000);
        long prompt = 3_000 + input * 12;
        long completion = output * (1_500 + random.nextInt(1_500));
        Timings timings = new Timings(
                        micros(queue), micros(prompt), micros(completion), Optional.empty(), Optional.empty())
                .seen(
                        micros(queue + prompt + 28_000 + random.nextInt(40_000)),
                        Duration.ofNanos(1_000 * (queue + prompt + completion + 60_000 + random.nextInt(50_000))));
        boolean left = basis == UsageBasis.ESTIMATED;
        Call call = new Call(
                Endpoint.CHAT,
                model,
                model,
                "on_demand",
                "chatcmpl-" + id(),
                left || caller.streams(),
                200,
                left ? Outcome.ABORTED : Outcome.COMPLETED,
                timings);
        return record(start, attribution, call, usage);
    }

    private UsageRecord audio(Instant start, Attribution attribution) {
        Duration heard = Duration.ofSeconds(120 + random.nextInt(2_400));
        Timings timings = Timings.unknown()
                .seen(micros(900_000 + heard.toSeconds() * 4_000), Duration.ofMillis(920 + heard.toSeconds() * 4));
        Call call = new Call(
                Endpoint.TRANSCRIPTIONS,
                "whisper-large-v3-turbo",
                null,
                null,
                "req_" + id(),
                false,
                200,
                Outcome.COMPLETED,
                timings);
        return record(
                start,
                attribution,
                call,
                Usage.builder(UsageBasis.MEASURED).audio(heard).build());
    }

    private UsageRecord refused(Instant start, Attribution attribution, String model, int status) {
        Duration total = Duration.ofMillis(24 + random.nextInt(90));
        Timings timings = Timings.unknown().seen(Optional.of(total), total);
        Call call = new Call(Endpoint.CHAT, model, null, null, null, false, status, Outcome.ERROR, timings);
        return record(start, attribution, call, Usage.nothing());
    }

    private UsageRecord record(Instant start, Attribution attribution, Call call, Usage usage) {
        return new UsageRecord("gm-" + id(), start, call, attribution, rater.rate(call, usage, start));
    }

    /** Mostly near the usual value, now and then much more. */
    private long spread(int usual) {
        return Math.max(12, (long) (usual * (0.25 + 1.1 * -Math.log(1 - random.nextDouble() * 0.98))));
    }

    private String id() {
        return String.format("%05d", made++) + Long.toString(random.nextLong(1L << 50, 1L << 51), 36);
    }

    private static Optional<Duration> micros(long micros) {
        return Optional.of(Duration.ofNanos(1_000 * micros));
    }
}
