package io.groqmeter.bench.micro;

import io.groqmeter.budget.BudgetDecision;
import io.groqmeter.budget.BudgetGuard;
import io.groqmeter.budget.Quote;
import io.groqmeter.budget.Rules;
import io.groqmeter.budget.RulesSource;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.pricing.PriceList;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.memory.InMemoryUsageStore;
import io.groqmeter.usage.UsageCalendar;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A warm decision under six budgets and two limits that all apply to the call: reserving its worst case, and settling it. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BudgetBenchmark {

    private static final String RULES = """
            {"budgets": [{"scope": "all", "usd": "1000000", "period": "day"},
                         {"scope": "all", "usd": "1000000", "period": "month"},
                         {"scope": "each-key", "usd": "1000000", "period": "day"},
                         {"scope": "each-project", "usd": "1000000", "period": "month"},
                         {"scope": "each-user", "usd": "1000000", "period": "total"},
                         {"scope": "model:openai/gpt-oss-20b", "usd": "1000000", "period": "day"}],
             "limits": [{"scope": "all", "measure": "requests", "per_minute": 100000000},
                        {"scope": "each-user", "measure": "requests", "per_minute": 100000000}]}
            """;

    private static final BudgetDecision GUARDED = new BudgetDecision.Admitted(true);

    private final UsageRecord record = Samples.record();
    private final OpenCall call = new OpenCall(
            record.id(),
            record.startedAt(),
            record.call().endpoint(),
            record.call().requestModel(),
            record.attribution(),
            Optional.of(new BigDecimal("0.01")),
            null);
    private final Quote quote = new Quote(Optional.of(new BigDecimal("0.01")), true, true);
    private final Supplier<CompletableFuture<UsageRecord>> written = () -> CompletableFuture.completedFuture(record);
    private BudgetGuard guard = BudgetGuard.none(InstantSource.system());

    /** Loads the money of every budget, which is then never read again. */
    @Setup(Level.Trial)
    public void begin() {
        Rules rules = RuleJson.rules(RULES);
        RulesSource source = new RulesSource() {
            @Override
            public Object stamp() {
                return "always the same";
            }

            @Override
            public Rules read() {
                return rules;
            }
        };
        guard = new BudgetGuard(
                new InMemoryUsageStore(new UsageCalendar(ZoneOffset.UTC)),
                source,
                PriceList::shipped,
                InstantSource.system(),
                List.of());
        guard.start(work -> {
            work.run();
            return CompletableFuture.completedFuture(null);
        });
    }

    @TearDown(Level.Trial)
    public void end() {
        guard.close();
    }

    /** The way of a call through the guard: admitted, then settled. */
    @Benchmark
    public Object decideAndSettle() {
        BudgetDecision verdict = guard.admit(call, quote).join();
        if (!verdict.equals(GUARDED)) {
            throw new IllegalStateException("a decision of another kind is measured: " + verdict);
        }
        return guard.settle(record, Optional.empty(), written);
    }
}
