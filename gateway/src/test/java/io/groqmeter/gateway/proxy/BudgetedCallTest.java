package io.groqmeter.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.budget.Budget;
import io.groqmeter.budget.BudgetPeriod;
import io.groqmeter.budget.Limit;
import io.groqmeter.budget.Scope;
import io.groqmeter.budget.rules.RuleJson;
import io.groqmeter.gateway.RawClient;
import io.groqmeter.gateway.RawHttp;
import io.groqmeter.gateway.RunningGateway;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageRecord;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of budgets and limits, and what Groq does not. */
class BudgetedCallTest {

    private static final String BODY = "{\"model\":\"openai/gpt-oss-20b\",\"max_completion_tokens\":100,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private GroqSimulator groq;
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        groq = GroqSimulator.start(SimulatorConfig.local());
        gateway = new RunningGateway(groq.baseUrl(), options -> options.withApiKey("gsk_test"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        groq.close();
    }

    private void nothingWentToGroq() {
        assertThat(groq.requests(10)).isEmpty();
        assertThat(gateway.records()).isEmpty();
        assertThat(gateway.store().openCalls()).isEmpty();
    }

    @Test
    void a_refused_call_has_groqs_error_shape_and_nothing_goes_to_groq() throws Exception {
        gateway.set(Budget.hard("user:ana", "0.00001", BudgetPeriod.MONTH));

        HttpResponse<String> answer = gateway.chat(BODY, "x-groqmeter-user", "ana");

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body())
                .startsWith(
                        "{\"error\":{\"message\":\"This call could pass the hard budget of user:ana, 0.00001 USD per month:"
                                + " 0 USD spent, and it could cost up to 0.0001")
                .contains("It resets at 20")
                .contains("\"type\":\"budget_error\",\"code\":\"budget_exceeded\"}}");
        assertThat(answer.headers().firstValue("retry-after")).isEmpty();
        nothingWentToGroq();
        assertThat(gateway.chat(BODY, "x-groqmeter-user", "ben").statusCode()).isEqualTo(200);
    }

    @Test
    void answers_tell_what_is_left_of_the_tightest_budget() throws Exception {
        gateway.set(Budget.hard("all", "5", BudgetPeriod.DAY));
        gateway.set(Budget.hard("user:ana", "1", BudgetPeriod.DAY));

        HttpResponse<String> plain = gateway.chat(BODY, "x-groqmeter-user", "ana");
        HttpResponse<String> stream =
                gateway.chat(BODY.replace("{\"model\"", "{\"stream\":true,\"model\""), "x-groqmeter-user", "ana");

        BigDecimal cost = gateway.records().get(0).cost();
        assertThat(remaining(plain)).isEqualByComparingTo(BigDecimal.ONE.subtract(cost));
        assertThat(remaining(stream)).as("its worst case is reserved").isLessThan(remaining(plain));
        assertThat(gateway.get("/openai/v1/models").headers().firstValue("x-groqmeter-budget-remaining-usd"))
                .isEmpty();
    }

    private static BigDecimal remaining(HttpResponse<String> answer) {
        return new BigDecimal(
                answer.headers().firstValue("x-groqmeter-budget-remaining-usd").orElseThrow());
    }

    @Test
    void refusals_and_errors_tell_what_is_left_too() throws Exception {
        gateway.set(Budget.hard("model:openai/gpt-oss-20b", "0.00001", BudgetPeriod.DAY));
        HttpResponse<String> refused = gateway.chat(BODY);
        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(remaining(refused)).isEqualByComparingTo("0.00001");

        gateway.set(Budget.hard("model:openai/gpt-oss-20b", "1", BudgetPeriod.DAY));
        groq.close();
        HttpResponse<String> unreachable = gateway.chat(BODY);
        assertThat(unreachable.statusCode()).isEqualTo(502);
        assertThat(remaining(unreachable)).isEqualByComparingTo("1");
    }

    @Test
    void what_has_two_readings_is_refused_under_a_hard_budget() throws Exception {
        gateway.set(Budget.hard("user:ana", "100", BudgetPeriod.DAY));
        for (String more : new String[] {"\"model\":\"x\",", "\"MODEL\":\"x\",", "\"Max_Completion_Tokens\":9,"}) {
            HttpResponse<String> answer =
                    gateway.chat(BODY.replace("\"messages\"", more + "\"messages\""), "x-groqmeter-user", "ana");
            assertThat(answer.statusCode()).as(more).isEqualTo(402);
            assertThat(answer.body()).contains("\"code\":\"unpriced\"");
        }
        nothingWentToGroq();
    }

    @Test
    void so_it_is_under_a_models_budget_whichever_model_we_read_first() throws Exception {
        gateway.set(Budget.hard("model:openai/gpt-oss-120b", "0.00001", BudgetPeriod.DAY));
        String second = BODY + BODY.replace("20b", "120b");

        HttpResponse<String> answer = gateway.chat(second);

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("\"code\":\"unpriced\"", "could be read in two ways");
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nopenai/gpt-oss-120b\r\n--b--\r\n";
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(
                    RawHttp.post(BODY + "\r\n" + form).replace("application/json", "multipart/form-data; boundary=b"));
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 402");
        }
        try (RawClient client = new RawClient(gateway.port())) {
            client.send(RawHttp.post(BODY).replace("Host", "Content-Encoding: gzip\r\nHost"));
            assertThat(client.readUntil("}\n")).startsWith("HTTP/1.1 402");
        }
        assertThat(gateway.post("/openai/v1/batches", "{}").statusCode()).isEqualTo(402);
        nothingWentToGroq();
        assertThat(gateway.chat(BODY).statusCode()).isEqualTo(200);
    }

    @Test
    void without_a_budget_it_goes_out_as_it_is() throws Exception {
        assertThat(gateway.chat(BODY + " ").statusCode()).isEqualTo(200);
        gateway.chat(BODY + BODY);
        assertThat(groq.requests(10)).hasSize(2);
    }

    @Test
    void without_budgets_nothing_is_said_of_them() throws Exception {
        assertThat(gateway.chat(BODY).headers().firstValue("x-groqmeter-budget-remaining-usd"))
                .isEmpty();
    }

    @Test
    void a_request_too_large_to_be_held_does_not_end_at_groq_before_it_is_decided() throws Exception {
        gateway.set(Budget.hard("all", "0.02", BudgetPeriod.DAY));
        String large = BODY.replace("\"hi\"", "\"" + "x".repeat(5_000_000) + "\"");
        String manyAnswers = large.substring(0, large.length() - 1) + ",\"n\":1000}";

        HttpResponse<String> refused = gateway.chat(manyAnswers);
        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(groq.books().total().cost()).isEqualByComparingTo("0");
        assertThat(gateway.meter().guard().states().get(0).remaining()).isEqualByComparingTo("0.02");

        assertThat(gateway.chat(large).statusCode())
                .as("at most a full context window and 100 tokens")
                .isEqualTo(200);
        assertThat(groq.books().total().cost()).isPositive();
    }

    @Test
    void what_nobody_can_bound_is_refused_under_a_hard_budget() throws Exception {
        gateway.set(Budget.hard("user:ana", "100", BudgetPeriod.DAY));
        for (String[] call : new String[][] {
            {"/openai/v1/chat/completions", BODY.replace("openai/gpt-oss-20b", "nobody/knows")},
            {"/openai/v1/chat/completions", BODY.replace("openai/gpt-oss-20b", "groq/compound")},
            {"/openai/v1/batches", "{}"},
            {"/openai/v1/fine_tunings", "{}"},
            {"/openai/v1/something/new", "{}"}
        }) {
            HttpResponse<String> answer = gateway.post(call[0], call[1], "x-groqmeter-user", "ana");
            assertThat(answer.statusCode()).as(call[0]).isEqualTo(402);
            assertThat(answer.body()).contains("\"code\":\"unpriced\"").contains("--allow-unpriced");
        }
        nothingWentToGroq();
        assertThat(gateway.post("/openai/v1/batches", "{}", "x-groqmeter-user", "ben")
                        .statusCode())
                .isNotEqualTo(402);
    }

    @Test
    void the_chat_route_goes_the_same_way() throws Exception {
        gateway.set(Budget.hard("all", "0.00001", BudgetPeriod.DAY));

        HttpResponse<String> answer = gateway.post("/chat", "{\"message\":\"hi\",\"stream\":false}");

        assertThat(answer.statusCode()).isEqualTo(402);
        assertThat(answer.body()).contains("the hard budget of all");
        nothingWentToGroq();
    }

    @Test
    void the_chat_route_tells_what_is_left_too() throws Exception {
        gateway.set(Budget.hard("all", "1", BudgetPeriod.DAY));

        HttpResponse<String> answer =
                gateway.post("/chat", "{\"message\":\"hi\",\"stream\":false}", "authorization", "Bearer gsk_one");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(remaining(answer)).isLessThan(BigDecimal.ONE);
    }

    @Test
    void beyond_a_limit_a_caller_gets_the_time_to_retry() throws Exception {
        gateway.policies().put(RuleJson.policy(new Limit(Scope.parse("each-user"), Limit.Measure.REQUESTS, 2)));
        gateway.meter().guard().reload().join();
        gateway.chat(BODY, "x-groqmeter-user", "ana");
        gateway.chat(BODY, "x-groqmeter-user", "ana");

        HttpResponse<String> third = gateway.chat(BODY, "x-groqmeter-user", "ana");

        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.body()).contains("\"type\":\"limit_error\",\"code\":\"limit_exceeded\"");
        assertThat(third.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(25L, 30L);
        assertThat(gateway.chat(BODY, "x-groqmeter-user", "ben").statusCode()).isEqualTo(200);
        assertThat(gateway.records()).extracting(UsageRecord::calls).hasSize(3);
    }
}
