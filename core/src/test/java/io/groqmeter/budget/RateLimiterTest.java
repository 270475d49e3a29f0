package io.groqmeter.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.budget.Limit.Measure;
import io.groqmeter.usage.Attribution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {

    private static final Attribution ANA = GuardedMeter.user("ana");
    private static final Instant NOON = Instant.parse("2026-05-14T12:00:00Z");

    private static RateLimiter pace(String scope, Measure measure, long perMinute) {
        return new RateLimiter(List.of(new Limit(Scope.parse(scope), measure, perMinute)), new RateLimiter());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 60, 1_000})
    void so_many_go_at_once_and_then_one_each_part_of_a_minute(long perMinute) {
        RateLimiter pace = pace("all", Measure.REQUESTS, perMinute);
        for (int i = 0; i < perMinute; i++) {
            assertThat(pace.take(ANA, Set.of(), NOON)).isEmpty();
        }

        Refusal refusal = pace.take(ANA, Set.of(), NOON).orElseThrow();

        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.LIMIT_EXCEEDED);
        Duration wait = refusal.retryAfter().orElseThrow();
        assertThat(wait).isCloseTo(Duration.ofMinutes(1).dividedBy(perMinute), Duration.ofNanos(2));
        assertThat(pace.take(ANA, Set.of(), NOON.plus(wait).minusNanos(1))).isPresent();
        assertThat(pace.take(ANA, Set.of(), NOON.plus(wait))).isEmpty();
        assertThat(pace.take(ANA, Set.of(), NOON.plus(wait))).isPresent();
    }

    @Test
    void over_an_hour_it_is_exact() {
        RateLimiter pace = pace("all", Measure.REQUESTS, 7);
        int passed = 0;
        for (int millis = 0; millis < 3_600_000; millis += 100) {
            passed += pace.take(ANA, Set.of(), NOON.plusMillis(millis)).isEmpty() ? 1 : 0;
        }
        assertThat(passed).isBetween(7 * 60 + 6, 7 * 60 + 7);
    }

    @Test
    void tokens_count_when_a_call_settles_and_a_debt_is_waited_for() {
        RateLimiter pace = pace("each-user", Measure.TOKENS, 600);
        assertThat(pace.take(ANA, Set.of(), NOON)).isEmpty();
        pace.spend(ANA, Set.of(), 900, NOON);

        Refusal refusal = pace.take(ANA, Set.of(), NOON).orElseThrow();

        assertThat(refusal.retryAfter().orElseThrow()).isCloseTo(Duration.ofMillis(30_100), Duration.ofNanos(2));
        assertThat(refusal.message())
                .isEqualTo(
                        "The limit of each user (here user ana), 600 tokens per minute, is used up. Try again in 31 s.");
        assertThat(pace.take(GuardedMeter.user("ben"), Set.of(), NOON)).isEmpty();
    }

    @Test
    void a_debt_is_forgiven_after_an_hour() {
        RateLimiter pace = pace("all", Measure.TOKENS, 1);
        pace.spend(ANA, Set.of(), 200_000_000, NOON);

        assertThat(pace.take(ANA, Set.of(), NOON.plus(Duration.ofMinutes(59)))).isPresent();
        assertThat(pace.take(ANA, Set.of(), NOON.plus(Duration.ofMinutes(61)))).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_makes_nobody_wait_longer() {
        RateLimiter pace = pace("all", Measure.REQUESTS, 1);
        pace.take(ANA, Set.of(), NOON);

        assertThat(pace.take(ANA, Set.of(), NOON.minus(Duration.ofDays(1)))
                        .orElseThrow()
                        .retryAfter()
                        .orElseThrow())
                .isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void where_one_limit_refuses_none_is_used() {
        RateLimiter pace = new RateLimiter(
                List.of(
                        new Limit(Scope.parse("all"), Measure.REQUESTS, 2),
                        new Limit(Scope.parse("user:ana"), Measure.REQUESTS, 1)),
                new RateLimiter());
        pace.take(ANA, Set.of(), NOON);

        assertThat(pace.take(ANA, Set.of(), NOON)).isPresent();

        assertThat(pace.take(GuardedMeter.user("ben"), Set.of(), NOON)).isEmpty();
    }

    @Test
    void full_buckets_are_forgotten_and_the_others_outlive_a_change_of_rules() {
        Limit one = new Limit(Scope.parse("each-user"), Measure.REQUESTS, 1);
        RateLimiter pace = new RateLimiter(List.of(one), new RateLimiter());
        pace.take(ANA, Set.of(), NOON);
        pace.tidy(NOON.plusSeconds(59));

        RateLimiter later = new RateLimiter(List.of(one, new Limit(Scope.parse("all"), Measure.REQUESTS, 9)), pace);

        assertThat(later.take(ANA, Set.of(), NOON.plusSeconds(59))).isPresent();
        later.tidy(NOON.plusSeconds(60));
        assertThat(later.take(ANA, Set.of(), NOON.plusSeconds(60))).isEmpty();
    }
}
