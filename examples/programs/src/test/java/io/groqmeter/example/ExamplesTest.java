package io.groqmeter.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageSums;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example does what it says, and its books agree with Groq's. */
class ExamplesTest {

    private GroqSimulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = GroqSimulator.start(SimulatorConfig.local());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void the_openai_sdk() {
        try (UsageMeter meter = UsageMeter.builder().build()) {
            OpenAiSdkExample.run(Groq.at(simulator), meter);
            assertBooksAgree(meter, 2);
        }
    }

    @Test
    void the_http_client_of_the_jdk() throws Exception {
        try (UsageMeter meter = UsageMeter.builder().build()) {
            JdkHttpExample.run(Groq.at(simulator), meter);
            meter.flush();
            assertThat(meter.summaries().total().sums().calls()).isEqualTo(2);
        }
    }

    @Test
    void an_assistant_of_langchain4j() {
        try (UsageMeter meter = UsageMeter.builder().build()) {
            LangChain4jExample.run(Groq.at(simulator), meter);
            assertBooksAgree(meter, 2);
        }
    }

    private void assertBooksAgree(UsageMeter meter, long calls) {
        meter.flush();
        UsageSums ours = meter.summaries().total().sums();
        assertThat(ours.calls()).isEqualTo(calls);
        assertThat(ours.cost())
                .isPositive()
                .isEqualByComparingTo(simulator.books().total().cost());
    }
}
