package io.groqmeter.bench.scale;

import io.groqmeter.pricing.PriceList;
import io.groqmeter.pricing.RatedUsage;
import io.groqmeter.pricing.Rater;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Call;
import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Timings;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The calls of a company over 400 days, in order of time, the same for the same number: 300 users of 15 projects with 40 keys and
 * ten models, busy in office hours, a few of them doing most of it; some audio and speech, 7 % errors, 1 % aborted.
 */
final class Mix implements Iterator<UsageRecord> {

    /** The last instant of the 400 days. */
    static final Instant END = Instant.parse("2026-11-22T12:00:00Z");

    static final int DAYS = 400;

    private static final String CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int USERS = 300;
    private static final List<String> CHAT_MODELS = List.of(
            "openai/gpt-oss-20b",
            "openai/gpt-oss-120b",
            "llama-3.1-8b-instant",
            "llama-3.3-70b-versatile",
            "meta-llama/llama-4-scout-17b-16e-instruct",
            "qwen/qwen3-32b",
            "moonshotai/kimi-k2-instruct-0905");

    private final SplittableRandom random;
    private final Rater rater = new Rater(PriceList::shipped);
    private final Instant start;
    private final long records;
    private final double[] hoursDone;
    private long made;
    private int hour;

    /** That many calls up to {@link #END}, the same every time. */
    Mix(long records) {
        this(records, END.minus(Duration.ofDays(DAYS)), 42);
    }

    /**
     * As many in 400 days as that, from another time on.
     *
     * @param seed another one gives other ids
     */
    Mix(long records, Instant start, long seed) {
        this.records = records;
        this.start = start;
        this.random = new SplittableRandom(seed);
        this.hoursDone = new double[DAYS * 24 + 1];
        for (int at = 0; at < DAYS * 24; at++) {
            hoursDone[at + 1] = hoursDone[at] + weight(at);
        }
    }

    /** How busy an hour is: office hours most, weekends least, and a year's growth by half. */
    private static double weight(int hour) {
        int ofDay = hour % 24;
        int day = hour / 24;
        double office = ofDay >= 8 && ofDay < 19 ? 1 : 0.25;
        double week = day % 7 < 5 ? 1 : 0.3;
        return office * week * (1 + 0.5 * day / DAYS);
    }

    @Override
    public boolean hasNext() {
        return made < records;
    }

    @Override
    public UsageRecord next() {
        double share = (made + random.nextDouble()) / records * hoursDone[hoursDone.length - 1];
        while (hoursDone[hour + 1] <= share && hour < DAYS * 24 - 1) {
            hour++;
        }
        double within = (share - hoursDone[hour]) / (hoursDone[hour + 1] - hoursDone[hour]);
        made++;
        return record(start.plus(Duration.ofHours(hour)).plusMillis((long) (within * 3_600_000)));
    }

    private UsageRecord record(Instant start) {
        // The square of an even choice: the first users call the most.
        int user = (int) (random.nextDouble() * random.nextDouble() * USERS);
        Attribution attribution = new Attribution(
                "key-" + user % 40,
                "project-" + user % 15,
                "user-" + user,
                random.nextInt(4) == 0 ? Map.of("team", "team-" + user % 5) : Map.of());
        int kind = random.nextInt(1_000);
        String model = CHAT_MODELS.get((user + (random.nextInt(5) == 0 ? 1 : 0)) % CHAT_MODELS.size());
        if (kind < 50) {
            return rated(
                    start, attribution, answered(Endpoint.TRANSCRIPTIONS, "whisper-large-v3-turbo", false), audio());
        }
        if (kind < 55) {
            return rated(start, attribution, answered(Endpoint.SPEECH, "playai-tts", false), speech());
        }
        if (kind < 125) {
            int status = kind < 95 ? 429 : kind < 112 ? 400 : kind < 120 ? 503 : 404;
            Duration total = Duration.ofMillis(20 + random.nextInt(70));
            Call refused = new Call(
                    Endpoint.CHAT,
                    model,
                    null,
                    null,
                    null,
                    false,
                    status,
                    Outcome.ERROR,
                    Timings.unknown().seen(Optional.of(total), total));
            return new UsageRecord(id(start), start, refused, attribution, RatedUsage.free(Usage.nothing()));
        }
        boolean streamed = random.nextBoolean();
        Call call = answered(Endpoint.CHAT, model, streamed);
        if (kind < 135) {
            Call aborted = new Call(
                    Endpoint.CHAT, model, model, null, call.responseId(), true, 200, Outcome.ABORTED, call.timings());
            return rated(start, attribution, aborted, chat(UsageBasis.ESTIMATED));
        }
        return rated(start, attribution, call, chat(UsageBasis.MEASURED));
    }

    private UsageRecord rated(Instant start, Attribution attribution, Call call, Usage usage) {
        return new UsageRecord(id(start), start, call, attribution, rater.rate(call, usage, start));
    }

    private Call answered(Endpoint endpoint, String model, boolean streamed) {
        long first = 30_000 + (long) (200_000 * -Math.log(1 - random.nextDouble()));
        long completion = 5_000 + random.nextLong(3_000_000);
        Timings timings = new Timings(
                        micros(300 + random.nextLong(90_000)),
                        micros(400 + random.nextLong(60_000)),
                        micros(completion),
                        Optional.empty(),
                        Optional.empty())
                .seen(micros(first), Duration.ofNanos(1_000 * (first + completion)));
        String response =
                endpoint == Endpoint.CHAT ? "chatcmpl-" + new UUID(random.nextLong(), random.nextLong()) : null;
        return new Call(endpoint, model, model, "on_demand", response, streamed, 200, Outcome.COMPLETED, timings);
    }

    private static Optional<Duration> micros(long micros) {
        return Optional.of(Duration.ofNanos(1_000 * micros));
    }

    private Usage chat(UsageBasis basis) {
        long input = 50 + random.nextInt(12_000);
        long output = 5 + random.nextInt(2_500);
        return Usage.builder(basis)
                .inputTokens(input)
                .cacheReadInputTokens(random.nextBoolean() ? 0 : input / 256 * 128)
                .outputTokens(output)
                .reasoningOutputTokens(output / 3)
                .build();
    }

    private Usage audio() {
        return Usage.builder(UsageBasis.MEASURED)
                .audio(Duration.ofMillis(3_000 + random.nextInt(900_000)))
                .build();
    }

    private Usage speech() {
        return Usage.builder(UsageBasis.MEASURED)
                .characters(20 + random.nextInt(3_000))
                .build();
    }

    private String id(Instant start) {
        StringBuilder id = new StringBuilder("gm-");
        long millis = start.toEpochMilli();
        for (int shift = 45; shift >= 0; shift -= 5) {
            id.append(CROCKFORD.charAt((int) (millis >>> shift & 31)));
        }
        for (int digit = 0; digit < 16; digit++) {
            id.append(CROCKFORD.charAt(random.nextInt(32)));
        }
        return id.toString();
    }
}
