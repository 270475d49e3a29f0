package io.groqmeter.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.BudgetState;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.OpenCall;
import io.groqmeter.store.Remainder;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promise 9: with a hard budget, settled and reserved cost together never exceed it. */
class NeverOverTest {

    private static final int CALLERS = 100;
    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\",\"max_completion_tokens\":100,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private GroqSimulator groq;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        groq = GroqSimulator.start(SimulatorConfig.local().withDelays(Duration.ofMillis(10), Duration.ofMillis(1)));
        gateway = new RunningGateway(groq.baseUrl(), options -> options.withApiKey("gsk_test"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        groq.close();
    }

    /** The worst case of such a call as the gateway computes it, taken from a reservation. */
    private BigDecimal worstCase() throws Exception {
        gateway.set(Budget.hard("all", "0", BudgetPeriod.TOTAL));
        String refusal = gateway.chat(BODY).body();
        String cost = refusal.replaceFirst("(?s).*could cost up to ([0-9.]+) USD.*", "$1");
        return new BigDecimal(cost);
    }

    @Test
    void a_hundred_callers_at_once_stay_under_a_budget_for_ten_and_use_it_up() throws Exception {
        BigDecimal worst = worstCase();
        Budget budget = Budget.hard("all", worst.multiply(BigDecimal.TEN).toPlainString(), BudgetPeriod.TOTAL);
        gateway.set(budget);
        AtomicBoolean done = new AtomicBoolean();
        Queue<BudgetState> over = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);
        Future<Long> sampler = threads.submit(() -> sample(done, over));
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(threads.submit(() -> {
                go.await();
                return callUntilRefused();
            }));
        }
        go.countDown();
        int answered = 0;
        for (Future<Integer> caller : callers) {
            answered += caller.get(60, TimeUnit.SECONDS);
        }
        done.set(true);

        assertThat(sampler.get()).as("samples").isPositive();
        threads.shutdown();
        assertThat(over).isEmpty();
        assertThat(answered).isGreaterThanOrEqualTo(10);
        assertThat(groq.books().total().cost()).isLessThanOrEqualTo(budget.usd());
        BudgetState state = state();
        assertThat(state.spent()).isEqualByComparingTo(groq.books().total().cost());
        assertThat(state.reserved()).isEqualByComparingTo("0");
        assertThat(state.remaining()).isLessThan(worst);
    }

    private BudgetState state() {
        return gateway.meter().guard().states().get(0);
    }

    private long sample(AtomicBoolean done, Queue<BudgetState> over) {
        long samples = 0;
        while (!done.get()) {
            BudgetState state = state();
            if (state.remaining().signum() < 0
                    || groq.books().total().cost().compareTo(state.budget().usd()) > 0) {
                over.add(state);
            }
            samples++;
        }
        return samples;
    }

    private int callUntilRefused() throws Exception {
        int answered = 0;
        while (true) {
            HttpResponse<String> answer = gateway.chat(BODY);
            if (answer.statusCode() == 402) {
                assertThat(answer.body()).contains("\"code\":\"budget_exceeded\"");
                return answered;
            }
            answered += answer.statusCode() == 200 ? 1 : 0;
        }
    }

    @Test
    void after_errors_aborts_and_cuts_of_all_kinds_nothing_stays_reserved() throws Exception {
        gateway.set(Budget.hard("all", "1", BudgetPeriod.DAY));
        gateway.set(Budget.hard("each-user", "1", BudgetPeriod.TOTAL));
        String stream = BODY.replace("{\"model\"", "{\"stream\":true,\"model\"");
        for (String[] control : new String[][] {
            {"x-sim-status", "500"},
            {"x-sim-status", "429"},
            {"x-sim-status", "400"},
            {"x-sim-stream-error", "true"},
            {"x-sim-no-done", "true"},
            {"x-sim-close", "true"}
        }) {
            gateway.chat(BODY, control[0], control[1], "x-groqmeter-user", "ana");
            gateway.chat(stream, control[0], control[1], "x-groqmeter-user", "ben");
        }
        for (int bytes = 0; bytes < 3; bytes++) {
            try (RawClient client = new RawClient(gateway.port())) {
                client.send("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\ncontent-type: application/json\r\n"
                        + "content-length: " + BODY.length() + "\r\n\r\n" + BODY.substring(0, BODY.length() - bytes));
            }
        }

        await().untilAsserted(() -> assertThat(gateway.meter().guard().states())
                .isNotEmpty()
                .allSatisfy(state -> assertThat(state.reserved()).isEqualByComparingTo("0")));
        List<OpenCall> left = gateway.store().openCalls();
        assertThat(left).allSatisfy(call -> assertThat(Remainder.recordOf(call)).isPresent());
        BigDecimal records =
                gateway.records().stream().map(record -> record.cost()).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(gateway.meter().guard().states().stream()
                        .filter(state -> state.budget().id().equals("all/day")))
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.spent()).isEqualByComparingTo(records);
                    assertThat(state.unsettled())
                            .as("what Groq did not tell")
                            .isPositive()
                            .isEqualByComparingTo(OpenCall.worstCase(left));
                });
    }
}
