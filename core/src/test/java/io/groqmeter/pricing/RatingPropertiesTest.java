package io.groqmeter.pricing;

import static io.groqmeter.pricing.Priced.cached;
import static io.groqmeter.pricing.Priced.call;
import static io.groqmeter.pricing.Priced.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.usage.Endpoint;
import io.groqmeter.usage.ModelUsage;
import io.groqmeter.usage.ToolUse;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import io.groqmeter.usage.UsageBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What must hold of every cost, tried on many calls of every listed model; a failure names the seed it came from. */
class RatingPropertiesTest {

    private static final int CALLS = 1_000;

    private static final List<String> MODELS = PriceList.shipped().rows().stream()
            .filter(row -> !row.tool())
            .map(ModelPrice::model)
            .distinct()
            .toList();

    @Test
    void more_cached_tokens_never_cost_more() {
        each(dice -> {
            String model = dice.model();
            long input = dice.upTo(200_000);
            long more = dice.upTo(input);
            long fewer = dice.upTo(more);
            long output = dice.upTo(50_000);
            for (String tier : List.of("on_demand", "batch")) {
                assertThat(cost(model, tier, cached(input, more, output)))
                        .isLessThanOrEqualTo(cost(model, tier, cached(input, fewer, output)));
            }
        });
    }

    @Test
    void more_of_anything_never_costs_less() {
        each(dice -> {
            String model = dice.model();
            long input = dice.upTo(200_000);
            long cached = dice.upTo(input);
            long output = dice.upTo(50_000);
            BigDecimal cost = cost(model, "on_demand", cached(input, cached, output));
            long more = dice.upTo(1_000);
            assertThat(cost(model, "on_demand", cached(input + more, cached, output)))
                    .isGreaterThanOrEqualTo(cost);
            assertThat(cost(model, "on_demand", cached(input, cached, output + more)))
                    .isGreaterThanOrEqualTo(cost);
            assertThat(cost(model, "on_demand", heard(input + more)))
                    .isGreaterThanOrEqualTo(cost(model, "on_demand", heard(input)));
            assertThat(cost(model, "on_demand", Priced.characters(input + more)))
                    .isGreaterThanOrEqualTo(cost(model, "on_demand", Priced.characters(input)));
            assertThat(cost(model, "on_demand", searched(1 + more)))
                    .isGreaterThanOrEqualTo(cost(model, "on_demand", searched(1)));
        });
    }

    @Test
    void the_parts_of_a_split_over_one_model_cost_what_the_whole_does() {
        each(dice -> {
            String model = dice.model();
            long input = 0;
            long cached = 0;
            long output = 0;
            List<ModelUsage> parts = new ArrayList<>();
            for (long part = dice.upTo(5); part >= 0; part--) {
                long in = dice.upTo(100_000);
                ModelUsage usage = new ModelUsage(model, in, dice.upTo(in), dice.upTo(10_000));
                parts.add(usage);
                input += usage.inputTokens();
                cached += usage.cacheReadInputTokens();
                output += usage.outputTokens();
            }
            Usage split = Usage.builder(UsageBasis.MEASURED)
                    .inputTokens(input)
                    .outputTokens(output)
                    .splitOver(parts)
                    .build();
            assertThat(cost("groq/compound", "on_demand", split))
                    .isEqualByComparingTo(cost(model, "on_demand", cached(input, cached, output)));
        });
    }

    @Test
    void a_stream_whose_split_is_not_told_costs_no_less_than_any_split_of_it() {
        each(dice -> {
            ModelUsage one = new ModelUsage(dice.model(), dice.upTo(100_000), 0, dice.upTo(10_000));
            ModelUsage other = new ModelUsage(dice.model(), dice.upTo(100_000), 0, dice.upTo(10_000));
            List<ModelUsage> models = List.of(one, other);
            BigDecimal split = cost(
                    "groq/compound",
                    "on_demand",
                    whole(one, other).splitOver(models).build());
            BigDecimal bound = cost(
                    "groq/compound",
                    "on_demand",
                    whole(one, other).answeredByOneOf(models).build());
            assertThat(bound).isGreaterThanOrEqualTo(split);
        });
    }

    @Test
    void a_batch_costs_half_of_what_it_would_have_cost_without_the_cache() {
        each(dice -> {
            String model = dice.batchModel();
            long input = dice.upTo(200_000);
            long output = dice.upTo(50_000);
            BigDecimal twice = cost(model, "batch", cached(input, dice.upTo(input), output))
                    .multiply(BigDecimal.valueOf(2));
            assertThat(twice).isEqualByComparingTo(cost(model, "on_demand", Usage.tokens(input, output)));
        });
    }

    private static UsageBuilder whole(ModelUsage one, ModelUsage other) {
        return Usage.builder(UsageBasis.MEASURED)
                .inputTokens(one.inputTokens() + other.inputTokens())
                .outputTokens(one.outputTokens() + other.outputTokens());
    }

    private static Usage heard(long seconds) {
        return Usage.builder(UsageBasis.MEASURED)
                .audio(Duration.ofSeconds(seconds))
                .build();
    }

    private static Usage searched(long times) {
        return Usage.builder(UsageBasis.MEASURED)
                .tools(List.of(new ToolUse("search", times)))
                .build();
    }

    private static BigDecimal cost(String model, String tier, Usage usage) {
        return rate(call(Endpoint.CHAT, model, tier, 200), usage).cost();
    }

    private static void each(Consumer<Dice> property) {
        for (long seed = 0; seed < CALLS; seed++) {
            try {
                property.accept(new Dice(new Random(seed)));
            } catch (AssertionError e) {
                throw new AssertionError("with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private record Dice(Random random) {
        String batchModel() {
            return random.nextBoolean() ? "openai/gpt-oss-20b" : "openai/gpt-oss-120b";
        }

        String model() {
            return MODELS.get(random.nextInt(MODELS.size()));
        }

        /** A number from 0 to that one; often an edge. */
        long upTo(long most) {
            return switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> most;
                default -> random.nextLong(most + 1);
            };
        }
    }
}
