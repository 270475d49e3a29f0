package io.groqmeter.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.groqmeter.CallContext;
import io.groqmeter.UsageMeter;
import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.simulator.script.Script;
import io.groqmeter.simulator.wire.Answer;
import io.groqmeter.store.RecordQuery;
import io.groqmeter.store.Remainder;
import io.groqmeter.store.UsageRecord;
import io.groqmeter.store.UsageSums;
import io.groqmeter.usage.Attribution;
import io.groqmeter.usage.Outcome;
import io.groqmeter.usage.Usage;
import io.groqmeter.usage.UsageBasis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every integration, as tests: a real client against a simulated Groq, whose cost in our books must equal that
 * in Groq's books.
 */
public abstract class MeteringContract {

    /** The model of all requests. */
    protected static final String MODEL = "llama-3.3-70b-versatile";

    /** Part of the prompt is cached, so that an integration that loses the cached tokens is found out. */
    private static final Map<String, String> CACHED =
            Map.of("x-sim-prompt-tokens", "1000", "x-sim-cached-tokens", "600", "x-sim-completion-tokens", "50");

    private final BlockingQueue<UsageRecord> heard = new LinkedBlockingQueue<>();
    private GroqSimulator groq;
    private UsageMeter meter;

    /**
     * The program under test.
     *
     * @param baseUrl the base URL of an SDK; ends in {@code /openai/v1}
     * @param headers sent with every request
     */
    protected abstract GroqApp app(UsageMeter meter, String baseUrl, Map<String, String> headers);

    /**
     * Whether the client sends a stream's request on its caller's thread. Otherwise a scope does not reach the request; headers
     * do.
     */
    protected boolean streamsOnTheCallersThread() {
        return true;
    }

    /** The meter of this test. */
    protected final UsageMeter meter() {
        return meter;
    }

    /** The simulated Groq of this test. */
    protected final GroqSimulator groq() {
        return groq;
    }

    /** The program under test, against this test's simulated Groq. */
    protected final GroqApp app(Map<String, String> headers) {
        return app(meter, groq.baseUrl() + "/openai/v1", headers);
    }

    @BeforeEach
    void start() throws IOException {
        groq = GroqSimulator.start(SimulatorConfig.local());
        meter = UsageMeter.builder().listener(heard::addAll).build();
    }

    @AfterEach
    void stop() {
        meter.close();
        groq.close();
    }

    @Test
    void a_whole_answer_costs_what_groq_books() throws Exception {
        try (GroqApp app = app(CACHED)) {
            app.ask();
        }
        assertBooksAgree(1);
        assertThat(sums().cacheReadInputTokens()).isEqualTo(600);
    }

    @Test
    void a_stream_costs_what_groq_books_cached_tokens_included() throws Exception {
        try (GroqApp app = app(CACHED)) {
            app.stream();
        }
        assertBooksAgree(1);
        assertThat(sums().cacheReadInputTokens()).isEqualTo(600);
        assertThat(records())
                .allSatisfy(record -> assertThat(record.call().streamed()).isTrue());
    }

    @Test
    void each_round_of_a_tool_call_is_counted_once() throws Exception {
        try (GroqApp app = app(Map.of())) {
            app.useTool();
        }
        assertBooksAgree(2);
    }

    @Test
    void an_error_is_counted_and_costs_nothing() throws Exception {
        try (GroqApp app = app(Map.of("x-sim-status", "400"))) {
            assertThatThrownBy(app::ask).isNotNull();
            assertThatThrownBy(app::stream).isNotNull();
        }
        assertBooksAgree(2);
        assertThat(sums().cost()).isZero();
        assertThat(sums().errors()).isEqualTo(2);
    }

    @Test
    void every_attempt_of_a_retried_call_is_counted() throws Exception {
        groq.script(Script.next(Answer.json(429, "{\"error\":{\"message\":\"slow down\"}}".getBytes(UTF_8))));
        try (GroqApp app = app(Map.of())) {
            callUntilAnswered(app);
        }
        assertBooksAgree(2);
        assertThat(sums().errors()).isEqualTo(1);
        assertThat(sums().metered()).isEqualTo(1);
    }

    private static void callUntilAnswered(GroqApp app) throws Exception {
        try {
            app.ask();
        } catch (Exception refused) {
            // This client does not retry.
            app.ask();
        }
    }

    @Test
    void a_side_of_the_usage_that_is_not_told_is_not_free() throws Exception {
        OddUsage.answers(MODEL).forEach(answer -> groq.script(Script.next(answer)));
        try (GroqApp app = app(Map.of())) {
            app.ask();
            app.stream();
        }
        assertThat(records()).extracting(UsageRecord::usage).containsOnly(Usage.tokens(1_000, 100));
    }

    @Test
    void a_stream_left_early_is_put_down_as_aborted_with_an_estimate() throws Exception {
        try (GroqApp app = app(Map.of("x-sim-chunks", "150", "x-sim-chunk-delay-ms", "20"))) {
            app.leave();
            UsageRecord record = heard.poll(1, TimeUnit.MINUTES);
            assertThat(record).isNotNull();
            assertThat(record.call().outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(record.usage().basis()).isEqualTo(UsageBasis.ESTIMATED);
            assertThat(record.usage().outputTokens().orElse(0)).isPositive();
        }
        assertThat(meter.store().openCalls())
                .as("what it may have cost beyond the estimate")
                .singleElement()
                .satisfies(rest -> assertThat(Remainder.recordOf(rest)).isPresent());
    }

    @Test
    void many_calls_at_once_add_up_to_groqs_books() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (GroqApp app = app(Map.of())) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                boolean stream = i % 2 == 0;
                calls.add(threads.submit(() -> {
                    if (stream) {
                        app.stream();
                    } else {
                        app.ask();
                    }
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            threads.shutdown();
        }
        assertBooksAgree(40);
    }

    @Test
    void calls_are_for_those_the_scope_names() throws Exception {
        try (GroqApp app = app(Map.of())) {
            CallContext.Scope scope = meter.attribute(Attribution.project("shop"));
            try {
                app.ask();
                if (streamsOnTheCallersThread()) {
                    app.stream();
                } else {
                    app.ask();
                }
            } finally {
                scope.close();
            }
            app.ask();
        }
        assertThat(records())
                .extracting(record -> record.attribution().project())
                .containsExactlyInAnyOrder("shop", "shop", null);
    }

    @Test
    void headers_name_them_too_and_do_not_reach_groq() throws Exception {
        try (GroqApp app = app(Map.of("x-groqmeter-user", "ana", "x-groqmeter-tags", "tier=gold"))) {
            app.ask();
            app.stream();
        }
        assertThat(records()).hasSize(2).allSatisfy(record -> {
            assertThat(record.attribution().user()).isEqualTo("ana");
            assertThat(record.attribution().tags()).containsEntry("tier", "gold");
        });
        assertThat(groq.requests(10)).allSatisfy(request -> assertThat(request.headers())
                .noneMatch(header -> header.name().startsWith("x-groqmeter-")));
    }

    @Test
    void a_call_that_never_left_is_not_unsettled() throws Exception {
        String nowhere;
        try (GroqSimulator gone = GroqSimulator.start(SimulatorConfig.local())) {
            nowhere = gone.baseUrl() + "/openai/v1";
        }
        try (GroqApp app = app(meter, nowhere, Map.of())) {
            assertThatThrownBy(app::ask).isNotNull();
        }
        assertThat(records()).isNotEmpty().allSatisfy(record -> assertThat(record.cost())
                .isZero());
        assertThat(meter.store().openCalls()).isEmpty();
    }

    @Test
    void a_call_that_a_budget_refuses_is_not_sent_and_not_tried_again() throws Exception {
        Budget spent = Budget.hard("all", "0", BudgetPeriod.MONTH);
        try (UsageMeter frugal = UsageMeter.builder().budgets(spent).build();
                GroqApp app = app(frugal, groq.baseUrl() + "/openai/v1", Map.of())) {
            assertRefused(app::ask);
            assertRefused(app::stream);
            frugal.flush();
            assertThat(frugal.store().find(RecordQuery.latest(10)).records()).isEmpty();
            assertThat(frugal.store().openCalls()).isEmpty();
        }
        assertThat(groq.requests(10)).isEmpty();
    }

    /** The exception, or one of its causes, names the budget, once. */
    private static void assertRefused(ThrowingCallable call) {
        Throwable refused = catchThrowable(call);
        assertThat(refused).isNotNull();
        assertThat(refused).hasStackTraceContaining("the hard budget of all calls, 0 USD per month");
        assertThat(refused.getMessage()).as("the exception says so itself").contains("hard budget of all calls");
    }

    /** Both books agree, and have that many calls. */
    protected final void assertBooksAgree(long calls) {
        BothSides.assertAgree(sums(), groq.books().total(), calls);
        assertThat(meter.store().openCalls()).as("open calls").isEmpty();
    }

    /** The sums in our books. */
    protected final UsageSums sums() {
        meter.flush();
        return meter.summaries().total().sums();
    }

    /** All records, latest first. */
    protected final List<UsageRecord> records() {
        meter.flush();
        return meter.store().find(RecordQuery.latest(1_000)).records();
    }
}
