package io.groqmeter.spring.boot3;

import static org.assertj.core.api.Assertions.assertThat;

import io.groqmeter.UsageMeter;
import io.groqmeter.simulator.GroqSimulator;
import io.groqmeter.simulator.SimulatorConfig;
import io.groqmeter.store.UsageSums;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Spring AI 1, which speaks through Spring's own HTTP clients, in an application of Spring Boot 3. */
class SpringAiTest {

    @Test
    void calls_and_streams_are_counted_once_and_cost_what_groq_bills() throws Exception {
        try (GroqSimulator groq = GroqSimulator.start(SimulatorConfig.local())) {
            new ApplicationContextRunner()
                    .withUserConfiguration(HttpClientsTest.Application.class)
                    .withPropertyValues(
                            "spring.ai.openai.api-key=gsk_test",
                            "spring.ai.openai.base-url=" + groq.baseUrl() + "/openai",
                            "spring.ai.openai.chat.options.model=llama-3.3-70b-versatile")
                    .run(context -> {
                        ChatModel model = context.getBean(ChatModel.class);
                        assertThat(model.call("How warm is it in Bogotá?")).isNotBlank();
                        assertThat(model.stream(new Prompt("How warm is it in Bogotá?"))
                                        .collectList()
                                        .block())
                                .isNotEmpty();
                        UsageMeter meter = context.getBean(UsageMeter.class);
                        meter.flush();
                        UsageSums sums = meter.summaries().total().sums();
                        assertThat(sums.calls()).isEqualTo(2);
                        assertThat(sums.cost())
                                .isPositive()
                                .isEqualByComparingTo(groq.books().total().cost());
                    });
        }
    }
}
