package io.groqmeter.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.Admission;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageStore;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to calls, what budgets hold as spent is what the records cost, and what they hold as reserved comes back. */
class BudgetIsTheSumOfRecordsTest {

    private static final List<Budget> BUDGETS = List.of(
            Budget.hard("all", "3", BudgetPeriod.DAY),
            Budget.hard("each-user", "1", BudgetPeriod.HOUR),
            Budget.hard("user:ana", "2", BudgetPeriod.TOTAL),
            Budget.hard("tag:team=red", "1.50", BudgetPeriod.WEEK),
            Budget.hard("model:m", "100", BudgetPeriod.MONTH),
            Budget.soft("project:web", "0.01", BudgetPeriod.TOTAL));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void at_all_times(int seed) {
        Random random = new Random(seed);
        UsageStore store = new InMemoryUsageStore(new UsageCalendar(ZoneId.of("Europe/Madrid")));
        try (GuardedMeter meter = new GuardedMeter(store, List.of(), BUDGETS.toArray(new Budget[0]))) {
            List<OpenCall> inFlight = new ArrayList<>();
            List<CompletableFuture<Admission>> waiting = new ArrayList<>();
            for (int step = 0; step < 400; step++) {
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> waiting.add(meter.ask(caller(random), 1 + random.nextInt(30)));
                    case 4, 5, 6, 7 -> {
                        if (!inFlight.isEmpty()) {
                            end(meter, inFlight.remove(random.nextInt(inFlight.size())), random);
                        }
                    }
                    case 8 -> meter.now.updateAndGet(now -> now.plusSeconds(random.nextInt(4_000)));
                    default -> change(meter, random);
                }
                waiting.removeIf(answer -> taken(answer, inFlight));
                neverOver(meter);
            }
            waiting.forEach(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join());
            waiting.removeIf(answer -> taken(answer, inFlight));
            inFlight.forEach(call -> end(meter, call, random));
            isTheSumOfRecords(meter);
        }
    }

    private static boolean taken(CompletableFuture<Admission> answer, List<OpenCall> inFlight) {
        if (answer.isDone() && answer.join() instanceof Admission.Admitted admitted) {
            inFlight.add(admitted.call());
        }
        return answer.isDone();
    }

    private static Attribution caller(Random random) {
        return new Attribution(
                null,
                random.nextBoolean() ? "web" : null,
                random.nextInt(3) == 0 ? null : random.nextBoolean() ? "ana" : "ben",
                random.nextBoolean() ? Map.of("Team", "red") : Map.of());
    }

    /** Settled at or below its worst case, aborted, failed, or cut before it was known what it cost. */
    private static void end(GuardedMeter meter, OpenCall call, Random random) {
        long most = call.worstCaseCost().orElseThrow().movePointRight(6).longValueExact();
        switch (random.nextInt(4)) {
            case 0 -> meter.settle(call, Usage.nothing(), Outcome.ERROR).join();
            case 1 -> meter.settle(call, Usage.nothing(), Outcome.ABORTED).join();
            default ->
                meter.settle(call, Usage.tokens(0, random.nextLong(most + 1)), Outcome.COMPLETED)
                        .join();
        }
    }

    private static void change(GuardedMeter meter, Random random) {
        List<Budget> some = BUDGETS.stream()
                .filter(budget -> budget.hard() && !budget.id().equals("model:m/month") || random.nextBoolean())
                .toList();
        meter.set(new Rules(some, List.of()));
        meter.set(new Rules(BUDGETS, List.of()));
    }

    private static void neverOver(GuardedMeter meter) {
        for (BudgetState state : meter.guard.states()) {
            if (state.budget().hard()) {
                assertThat(state.remaining()).as("%s", state).isNotNegative();
            }
        }
    }

    private static void isTheSumOfRecords(GuardedMeter meter) {
        meter.meter.flush();
        List<BudgetState> states = meter.guard.states();
        assertThat(states).isNotEmpty();
        for (BudgetState state : states) {
            BigDecimal sum = BigDecimal.ZERO;
            for (UsageStore.Positioned each : meter.store.after(0, 10_000)) {
                UsageRecord record = each.record();
                if (state.window().contains(record.startedAt()) && matches(state, record)) {
                    sum = sum.add(record.cost());
                }
            }
            assertThat(state.spent()).as("%s", state).isEqualByComparingTo(sum);
            assertThat(state.reserved()).as("%s", state).isEqualByComparingTo("0");
        }
    }

    private static boolean matches(BudgetState state, UsageRecord record) {
        Attribution of = record.attribution();
        return switch (state.budget().scope().toString()) {
            case "all" -> true;
            case "each-user", "user:ana" -> state.group().equals(of.user());
            case "tag:team=red" -> "red".equals(of.tags().get("Team"));
            case "model:m" -> "m".equals(record.call().model());
            default -> "web".equals(of.project());
        };
    }
}
