package io.groqmeter.budget;

import io.groqmeter.budget.Limit.Measure;
import io.groqmeter.budget.Refusal.Reason;
import io.groqmeter.usage.Attribution;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The token buckets of all limits, one per group; full when the process starts. Not thread-safe. */
final class RateLimiter {

    private final ScopeIndex<Limit> limits;
    private final Map<Key, TokenBucket> buckets;

    private record Key(Limit limit, String group) {}

    /** Those limits, with the buckets of earlier ones that are still set. */
    RateLimiter(List<Limit> limits, RateLimiter earlier) {
        this.limits = new ScopeIndex<>(limits, Limit::scope, Limit::measure);
        this.buckets = new HashMap<>(earlier.buckets);
        buckets.keySet().removeIf(key -> !limits.contains(key.limit()));
    }

    RateLimiter() {
        this.limits = new ScopeIndex<>(List.of(), Limit::scope, Limit::measure);
        this.buckets = new HashMap<>();
    }

    /** Takes one request from every bucket, if each has one left and no token bucket is empty; else takes nothing and names the rule. */
    Optional<Refusal> take(Attribution of, Set<String> models, Instant now) {
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        long nanos = nanos(now);
        Map<Key, Long> waits = new HashMap<>();
        limits.matching(of, models, (limit, group) -> {
            Key key = new Key(limit, group);
            waits.put(key, bucket(key, nanos).delay(nanos));
        });
        Optional<Map.Entry<Key, Long>> longest =
                waits.entrySet().stream().max(Map.Entry.comparingByValue()).filter(wait -> wait.getValue() > 0);
        if (longest.isEmpty()) {
            waits.keySet().stream()
                    .filter(key -> key.limit().measure() == Measure.REQUESTS)
                    .forEach(key -> bucket(key, nanos).take(1, nanos));
        }
        return longest.map(wait -> refusal(wait.getKey(), Duration.ofNanos(wait.getValue())));
    }

    /** Counts the tokens of a call that has settled. */
    void spend(Attribution of, Set<String> models, long tokens, Instant now) {
        long nanos = nanos(now);
        limits.matching(of, models, (limit, group) -> {
            if (limit.measure() == Measure.TOKENS) {
                bucket(new Key(limit, group), nanos).take(tokens, nanos);
            }
        });
    }

    /** Drops full buckets, which are like new ones. */
    void tidy(Instant now) {
        buckets.values().removeIf(bucket -> bucket.full(nanos(now)));
    }

    private TokenBucket bucket(Key key, long nanos) {
        return buckets.computeIfAbsent(key, none -> new TokenBucket(key.limit().perMinute(), nanos));
    }

    private static Refusal refusal(Key key, Duration wait) {
        String whose = key.limit().scope() instanceof Scope.Each each
                ? " (here " + each.subject().label() + " " + key.group() + ")"
                : "";
        return new Refusal(
                Reason.LIMIT_EXCEEDED,
                "The limit of " + key.limit().scope().inWords() + whose + ", "
                        + key.limit().perMinute() + " "
                        + key.limit().measure().label() + " per minute, is used up. Try again in "
                        + (wait.toMillis() + 999) / 1000 + " s.",
                Optional.of(wait));
    }

    private static long nanos(Instant now) {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
